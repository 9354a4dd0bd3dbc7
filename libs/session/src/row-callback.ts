import type { TrainingCallback, TrainingSession } from '@cartwheel/callbacks';
import type { RunStore } from '@cartwheel/tracking';

const EVERY_MS = 1_000;

/** Keeps the run's row up with training for whoever reads the store meanwhile: once a second, beside training. */
export function createRowCallback(store: Pick<RunStore, 'updateRun'>, runId: string): TrainingCallback {
  let writtenAt = 0;
  const tellProgress = ({ time }: { time: number }, { timesteps }: TrainingSession): Promise<void> | undefined => {
    if (time - writtenAt < EVERY_MS) return undefined;
    writtenAt = time;
    return store.updateRun(runId, { timesteps });
  };
  return {
    name: 'row',
    onTrainingStart: ({ time }) => {
      writtenAt = time;
      return store.updateRun(runId, { status: 'running' });
    },
    onRolloutEnd: tellProgress,
    onUpdate: tellProgress,
  };
}
