import type { Command, CommandOutcome } from '@cartwheel/experiment-state';
import type { EpisodeReturns } from '../evaluation/episode-returns.ts';

/** What every event says: how far training is, and when. */
interface EventBase {
  /** Environment steps done so far, over all environments of the vector. */
  timesteps: number;
  /** Milliseconds since the epoch, from the learner's clock. */
  time: number;
}

/** Training begins: the first event of all. */
export interface TrainingStartEvent extends EventBase {
  type: 'training-start';
  totalTimesteps: number;
}

/** The environments begin to make the steps of a rollout. */
export interface RolloutStartEvent extends EventBase {
  type: 'rollout-start';
}

/** One step of the whole vector. The object is reused: read it during the hook, keep nothing. */
export interface StepEvent extends EventBase {
  type: 'step';
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
}

/** An episode of training has ended. */
export interface EpisodeEndEvent extends EventBase {
  type: 'episode-end';
  /** Sum of the undiscounted rewards. */
  episodeReturn: number;
  /** In environment steps. */
  episodeLength: number;
  envIndex: number;
}

/**
 * Where a learner is between two things that it does: a checkpoint that is taken here goes on to the bit. The object is
 * no part of the training's story, and so no `TrainingEvent`.
 */
export interface SafePointEvent extends EventBase {
  type: 'safe-point';
}

/** The environments have made the steps of a rollout; learning from it comes next. */
export interface RolloutEndEvent extends EventBase {
  type: 'rollout-end';
}

/** One call of the learner's `train()`: an on-policy update phase, or a burst of gradient steps. */
export interface UpdateEvent extends EventBase {
  type: 'update';
  /** Gradient steps (SB3: epochs) so far, `train/n_updates`. */
  updates: number;
  /** Names without the `train/` prefix: `loss`, `approx_kl`, `learning_rate` … */
  statistics: Readonly<Record<string, number>>;
}

/** An evaluation has ended. */
export interface EvaluationEvent extends EventBase {
  type: 'evaluation';
  result: EpisodeReturns;
  /** The best mean return of this run so far, this one included. */
  bestMeanReturn: number;
}

/** A checkpoint is on disk. */
export interface CheckpointEvent extends EventBase {
  type: 'checkpoint';
  /** The folder that was written. */
  path: string;
  /** SHA-256 of the weights, hex. */
  weightsHash: string;
}

/** Somebody steered the run: what was wished, and how it ended. */
export interface CommandEvent extends EventBase {
  type: 'command';
  command: Command;
  outcome: CommandOutcome;
}

/** Training has ended, and nothing comes after it. */
export interface TrainingEndEvent extends EventBase {
  type: 'training-end';
  /** `completed`: the step budget is used up; `stopped`: a callback or the signal asked for it; `failed`: an error. */
  outcome: 'completed' | 'stopped' | 'failed';
  /** Who asked to stop and why. */
  reason?: string;
}

/** Training failed. */
export interface ErrorEvent extends EventBase {
  type: 'error';
  error: unknown;
}

/** What happens in training, in its order. */
export type TrainingEvent =
  | TrainingStartEvent
  | RolloutStartEvent
  | StepEvent
  | EpisodeEndEvent
  | RolloutEndEvent
  | UpdateEvent
  | EvaluationEvent
  | CheckpointEvent
  | CommandEvent
  | TrainingEndEvent
  | ErrorEvent;
