import type { RunStatus } from '@cartwheel/experiment-state';
import type { CommandAction } from '../../src/api/command-answer.schema.ts';
import type { Writer } from '../../src/api/writer.schema.ts';

export interface Steerable {
  status: RunStatus;
  writer: Writer;
  /** The page's own connection to the server is up. */
  isConnected: boolean;
  /** undefined before the server has said so. */
  readOnly: boolean | undefined;
}

const ENDED: ReadonlySet<RunStatus> = new Set(['finished', 'failed']);

/** Why nothing can be wished of the run now; undefined where it can. */
export function whyNotSteer({ status, writer, isConnected, readOnly }: Steerable): string | undefined {
  if (readOnly === true) return 'This dashboard was started with --read-only: it shows runs and does not steer them.';
  if (!isConnected) return 'The connection to the dashboard is lost.';
  if (readOnly === undefined) return 'Asking the dashboard what it allows…';
  if (ENDED.has(status)) return `The run has ended (${status}). Go on with it: cartwheel resume.`;
  if (writer.reach === 'unknown') return 'Looking for the process that trains the run…';
  if (writer.reach === 'silent') return writer.why;
  if (writer.state.status === 'lost') return 'The process that trained the run has not been heard of for a while.';
  return status === 'stopping' ? 'The run is stopping.' : undefined;
}

/** Why this one cannot be wished now. */
export function whyNot(kind: CommandAction['kind'], steerable: Steerable): string | undefined {
  const why = whyNotSteer(steerable);
  if (why !== undefined) return why;
  if (kind === 'pause' && steerable.status === 'paused') return 'The run is paused already.';
  return kind === 'resume' && steerable.status !== 'paused' ? 'The run is not paused.' : undefined;
}
