import { everyTimesteps } from '../training-callback/every-timesteps.ts';
import type { TrainingCallback } from '../training-callback/training-callback.ts';
import type { TrainingSession } from '../training-callback/training-session.ts';
import { createCheckpointShelf, type CheckpointRetention } from './checkpoint-shelf.ts';

/** When a checkpoint is written. */
export interface CheckpointCallbackOptions {
  /** In environment steps, however many environments run. */
  everyTimesteps: number;
  /** The folder for a checkpoint after `step` environment steps. */
  dirFor: (step: number) => string;
  /** Which checkpoints stay. Default: all. */
  keep?: CheckpointRetention;
}

/**
 * Saves the model each time a multiple of `everyTimesteps` is crossed, and emits a `checkpoint` event once the folder is
 * written. With `keep.best`, also after each evaluation that was better than all before. Training waits for it.
 *
 * Throws `callbacks/invalid-frequency` and `callbacks/invalid-retention`.
 */
export function createCheckpointCallback(options: CheckpointCallbackOptions): TrainingCallback {
  const { keep, dirFor } = options;
  const frequency = everyTimesteps(options.everyTimesteps);
  const shelf = createCheckpointShelf(keep);
  let bestMeanReturn = Number.NEGATIVE_INFINITY;
  let savedAt: number | undefined;

  async function saveCheckpoint(session: TrainingSession, timesteps: number, time: number): Promise<void> {
    const path = dirFor(timesteps);
    const weightsHash = await session.save(path);
    savedAt = timesteps;
    await session.emit({ type: 'checkpoint', timesteps, time, path, weightsHash });
    await shelf.add(path);
  }

  async function keepBest(session: TrainingSession, timesteps: number, time: number): Promise<void> {
    if (savedAt !== timesteps) await saveCheckpoint(session, timesteps, time);
    await shelf.markBest(dirFor(timesteps));
  }

  return {
    name: 'checkpoint',
    mode: 'await',
    onTrainingStart: ({ timesteps }) => frequency.startAt(timesteps),
    onStep({ timesteps, time }, session) {
      return frequency.isDue(timesteps) ? saveCheckpoint(session, timesteps, time) : undefined;
    },
    onEvaluation({ timesteps, time, result }, session) {
      if (keep?.best !== true || !(result.meanReturn > bestMeanReturn)) return undefined;
      bestMeanReturn = result.meanReturn;
      return keepBest(session, timesteps, time);
    },
  };
}
