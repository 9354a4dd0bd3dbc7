import type { CommandOutcome } from '@cartwheel/experiment-state';
import type { CommandAction } from '../../src/api/command-answer.schema.ts';
import { formatCount } from '../format.ts';

/** `set learningRate = 0.001`. */
export function describeAction(action: CommandAction): string {
  if (action.kind === 'set') return `set ${action.name} = ${JSON.stringify(action.value)}`;
  if (action.kind === 'extend') return `extend by ${formatCount(action.steps)} steps`;
  return action.kind === 'stop' && action.abort === true ? 'stop at once' : action.kind;
}

/** `applied at step 2,048: checkpoint …`. */
export function describeOutcome(outcome: CommandOutcome | null): string {
  if (outcome === null) return 'waiting';
  const { status, step, detail } = outcome;
  return `${status} at step ${formatCount(step)}${detail === undefined ? '' : `: ${detail}`}`;
}
