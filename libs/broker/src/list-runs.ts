import type { ExperimentState } from '@cartwheel/experiment-state';
import type { ListOptions } from './experiment-broker.ts';

/** The runs that `options` asks for, by creation, newest last. */
export function selectRuns(states: readonly ExperimentState[], options: ListOptions = {}): ExperimentState[] {
  return states
    .filter((state) => matches(state, options))
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.runId < b.runId ? -1 : 1));
}

function matches(state: ExperimentState, { experiment, status, tag, since, until }: ListOptions): boolean {
  if (experiment !== undefined && state.experiment !== experiment) return false;
  if (status !== undefined && state.status !== status) return false;
  if (tag !== undefined && !state.tags.includes(tag)) return false;
  if (since !== undefined && state.createdAt < since) return false;
  return until === undefined || state.createdAt < until;
}
