import {
  everyTimesteps,
  type CallbackSnapshot,
  type EvaluationEvent,
  type Frequency,
  type SafePointEvent,
  type TrainingCallback,
  type TrainingEndEvent,
  type TrainingSession,
  type TrainingStartEvent,
} from '@cartwheel/callbacks';
import type { CheckpointRecord, TrainConfig } from '@cartwheel/experiment-state';
import type { ProjectFolder } from '../project-folder.ts';
import type { RunCheckpoints } from './run-checkpoints.ts';

/** Where a config says nothing of when to take checkpoints. */
const DEFAULT_SECONDS = 60;

type CheckpointTimes = Pick<TrainConfig, 'checkpointEvery' | 'checkpointSeconds'>;

/**
 * Takes checkpoints at safe points: every so many steps or seconds, when somebody asked, and after the best evaluation so
 * far. Training goes on while one is written; it waits where the next is due before that is done. Other callbacks hear of
 * one at the safe point after it is on disk.
 */
export function createCheckpointing(
  checkpoints: RunCheckpoints,
  times: CheckpointTimes,
  folder: Pick<ProjectFolder, 'resolve'>,
): TrainingCallback {
  return new Checkpointing(checkpoints, times, folder);
}

class Checkpointing implements TrainingCallback {
  readonly name = 'checkpoints';
  readonly mode = 'await';
  readonly #checkpoints: RunCheckpoints;
  readonly #folder: Pick<ProjectFolder, 'resolve'>;
  readonly #frequency: Frequency | undefined;
  readonly #intervalMs: number;
  readonly #written: CheckpointRecord[] = [];
  #takenAt = 0;
  #bestMeanReturn = Number.NEGATIVE_INFINITY;
  /** Of the checkpoint after it; none yet. */
  #bestStep = -1;
  #hasNewBest = false;

  constructor(
    checkpoints: RunCheckpoints,
    { checkpointEvery, checkpointSeconds }: CheckpointTimes,
    folder: Pick<ProjectFolder, 'resolve'>,
  ) {
    this.#checkpoints = checkpoints;
    this.#folder = folder;
    this.#frequency = checkpointEvery > 0 ? everyTimesteps(checkpointEvery) : undefined;
    this.#intervalMs = (checkpointSeconds ?? (checkpointEvery > 0 ? 0 : DEFAULT_SECONDS)) * 1000;
  }

  snapshot(): CallbackSnapshot {
    return { bestMeanReturn: this.#bestMeanReturn, bestStep: this.#bestStep };
  }

  restore(snapshot: CallbackSnapshot): void {
    const { bestMeanReturn, bestStep } = snapshot as { bestMeanReturn: number; bestStep: number };
    this.#bestMeanReturn = bestMeanReturn;
    this.#bestStep = bestStep;
    this.#checkpoints.markBest(bestStep);
  }

  onTrainingStart({ timesteps, time }: TrainingStartEvent): void {
    this.#frequency?.startAt(timesteps);
    this.#takenAt = time;
  }

  onEvaluation({ result }: EvaluationEvent): void {
    if (!(result.meanReturn > this.#bestMeanReturn)) return;
    this.#bestMeanReturn = result.meanReturn;
    this.#hasNewBest = true;
  }

  onSafePoint({ timesteps, time }: SafePointEvent, session: TrainingSession): Promise<void> | undefined {
    this.#checkpoints.pump();
    if (this.#written.length === 0) return this.#takeWhereDue(timesteps, time);
    return this.#tellWritten(session).then(() => this.#takeWhereDue(timesteps, time));
  }

  async onTrainingEnd(_event: TrainingEndEvent, session: TrainingSession): Promise<void> {
    await this.#checkpoints.settled();
    await this.#tellWritten(session);
  }

  #takeWhereDue(timesteps: number, time: number): Promise<void> | undefined {
    if (!this.#isDue(timesteps, time)) return undefined;
    this.#takenAt = time;
    if (this.#checkpoints.isWriting) return this.#checkpoints.settled().then(() => this.#take(timesteps));
    this.#take(timesteps);
    return undefined;
  }

  #isDue(timesteps: number, time: number): boolean {
    const isReached = this.#frequency?.isDue(timesteps) === true;
    if (isReached || this.#hasNewBest || this.#checkpoints.isRequested) return true;
    return this.#intervalMs > 0 && time - this.#takenAt >= this.#intervalMs;
  }

  #take(timesteps: number): void {
    if (this.#hasNewBest) this.#bestStep = timesteps;
    this.#hasNewBest = false;
    this.#checkpoints.markBest(this.#bestStep);
    // Whether it fails is asked at the next safe point, and at the end.
    this.#checkpoints.take().then(
      (taken) => this.#written.push(taken),
      () => undefined,
    );
  }

  async #tellWritten(session: TrainingSession): Promise<void> {
    for (const { step: timesteps, path: written, weightsHash, time } of this.#written.splice(0)) {
      await session.emit({ type: 'checkpoint', timesteps, time, path: this.#folder.resolve(written), weightsHash });
    }
  }
}
