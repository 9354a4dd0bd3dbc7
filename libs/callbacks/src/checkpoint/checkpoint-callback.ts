import { everyTimesteps } from '../training-callback/every-timesteps.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';
import type { TrainingSession } from '../training-callback/training-session.ts';

export interface CheckpointCallbackOptions {
  /** In environment steps, however many environments run. */
  everyTimesteps: number;
  /** The folder for a checkpoint after `step` environment steps. */
  dirFor(step: number): string;
}

/**
 * Saves the model each time a multiple of `everyTimesteps` is crossed, and emits a `checkpoint` event once the folder is
 * written. Training waits for it.
 *
 * Throws `callbacks/invalid-frequency`.
 */
export function createCheckpointCallback(options: CheckpointCallbackOptions): TrainingCallback {
  const frequency = everyTimesteps(options.everyTimesteps);

  async function saveCheckpoint(session: TrainingSession, timesteps: number, time: number): Promise<void> {
    const path = options.dirFor(timesteps);
    const weightsHash = await session.save(path);
    await session.emit({ type: 'checkpoint', timesteps, time, path, weightsHash });
  }

  return {
    name: 'checkpoint',
    onTrainingStart: ({ timesteps }) => frequency.startAt(timesteps),
    onStep({ timesteps, time }, session) {
      return frequency.isDue(timesteps) ? saveCheckpoint(session, timesteps, time) : undefined;
    },
  };
}
