import type { TrainingCallback, TrainingSession } from '@cartwheel/callbacks';
import type { RunStore } from '@cartwheel/tracking';

const EVERY_MS = 1_000;

/** Keeps the run's row up with training for whoever reads the store meanwhile: once a second, beside training. */
export function createRowCallback(store: Pick<RunStore, 'updateRun'>, runId: string): TrainingCallback {
  let written = { time: 0, timesteps: 0 };
  const tellProgress = ({ time }: { time: number }, { timesteps }: TrainingSession): Promise<void> | undefined => {
    const ms = time - written.time;
    if (ms < EVERY_MS) return undefined;
    const stepsPerSecond = (1000 * (timesteps - written.timesteps)) / ms;
    written = { time, timesteps };
    // Of the last second or so; the end of the run writes that of the whole.
    return store.updateRun(runId, { timesteps, summary: { stepsPerSecond } });
  };
  return {
    name: 'row',
    onTrainingStart: ({ time }, { timesteps }) => {
      written = { time, timesteps };
      return store.updateRun(runId, { status: 'running' });
    },
    onRolloutEnd: tellProgress,
    onUpdate: tellProgress,
  };
}
