import type { ExperimentState } from '@cartwheel/experiment-state';
import type { ListOptions } from './experiment-broker.ts';

/** The runs that `options` asks for, by creation, newest last. */
export function selectRuns(states: readonly ExperimentState[], options: ListOptions = {}): ExperimentState[] {
  const { experiment, status } = options;
  return states
    .filter((state) => experiment === undefined || state.experiment === experiment)
    .filter((state) => status === undefined || state.status === status)
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.runId < b.runId ? -1 : 1));
}
