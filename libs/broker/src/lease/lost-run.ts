import type { ExperimentState, RunStatus } from '@cartwheel/experiment-state';

const ENDED: ReadonlySet<RunStatus> = new Set(['finished', 'failed', 'lost']);

function hasEnded(status: RunStatus): boolean {
  return ENDED.has(status);
}

/** The document as it reads when its writer's lease ran out: `lost`, unless the run is at its end. */
export function asLost(state: ExperimentState): ExperimentState {
  return hasEnded(state.status) ? state : { ...state, status: 'lost' };
}
