import { everyTimesteps, type TrainingCallback, type TrainingSession } from '@cartwheel/callbacks';
import type { CheckpointRecord, TrainConfig } from '@cartwheel/experiment-state';
import type { ProjectFolder } from '../project-folder.ts';
import type { RunCheckpoints } from './run-checkpoints.ts';

/** Where a config says nothing of when to take checkpoints. */
const DEFAULT_SECONDS = 60;

/**
 * Takes checkpoints at safe points: every so many steps or seconds, when somebody asked, and after the best evaluation so
 * far. Training goes on while one is written; it waits where the next is due before that is done. Other callbacks hear of
 * one at the safe point after it is on disk.
 */
export function createCheckpointing(
  checkpoints: RunCheckpoints,
  { checkpointEvery, checkpointSeconds }: Pick<TrainConfig, 'checkpointEvery' | 'checkpointSeconds'>,
  folder: Pick<ProjectFolder, 'resolve'>,
): TrainingCallback {
  const frequency = checkpointEvery > 0 ? everyTimesteps(checkpointEvery) : undefined;
  const intervalMs = (checkpointSeconds ?? (checkpointEvery > 0 ? 0 : DEFAULT_SECONDS)) * 1000;
  const written: CheckpointRecord[] = [];
  let takenAt = 0;
  let bestMeanReturn = Number.NEGATIVE_INFINITY;
  /** Of the checkpoint after it; none yet. */
  let bestStep = -1;
  let hasNewBest = false;

  function isDue(timesteps: number, time: number): boolean {
    const isReached = frequency?.isDue(timesteps) === true;
    return isReached || hasNewBest || checkpoints.isRequested || (intervalMs > 0 && time - takenAt >= intervalMs);
  }

  function take(timesteps: number): void {
    if (hasNewBest) bestStep = timesteps;
    hasNewBest = false;
    checkpoints.markBest(bestStep);
    // Whether it fails is asked at the next safe point, and at the end.
    checkpoints.take().then(
      (taken) => written.push(taken),
      () => undefined,
    );
  }

  function takeWhereDue(timesteps: number, time: number): Promise<void> | undefined {
    if (!isDue(timesteps, time)) return undefined;
    takenAt = time;
    if (checkpoints.isWriting) return checkpoints.settled().then(() => take(timesteps));
    take(timesteps);
    return undefined;
  }

  async function tellWritten(session: TrainingSession): Promise<void> {
    for (const { step: timesteps, path, weightsHash, time } of written.splice(0)) {
      await session.emit({ type: 'checkpoint', timesteps, time, path: folder.resolve(path), weightsHash });
    }
  }

  return {
    name: 'checkpoints',
    mode: 'await',
    snapshot: () => ({ bestMeanReturn, bestStep }),
    restore(snapshot) {
      ({ bestMeanReturn, bestStep } = snapshot as { bestMeanReturn: number; bestStep: number });
      checkpoints.markBest(bestStep);
    },
    onTrainingStart({ timesteps, time }) {
      frequency?.startAt(timesteps);
      takenAt = time;
    },
    onEvaluation({ result }) {
      if (!(result.meanReturn > bestMeanReturn)) return;
      bestMeanReturn = result.meanReturn;
      hasNewBest = true;
    },
    onSafePoint({ timesteps, time }, session) {
      checkpoints.pump();
      if (written.length === 0) return takeWhereDue(timesteps, time);
      return tellWritten(session).then(() => takeWhereDue(timesteps, time));
    },
    async onTrainingEnd(_event, session) {
      await checkpoints.settled();
      await tellWritten(session);
    },
  };
}
