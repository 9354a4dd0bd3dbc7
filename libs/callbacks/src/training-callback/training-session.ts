import type { JsonValue } from '@cartwheel/experiment-state';
import type { Policy } from '../evaluation/policy.ts';
import type { CheckpointEvent, CommandEvent, EvaluationEvent } from './training-event.ts';

/** A tensor of the model, for those who look into it. */
export interface NamedParameters {
  /** `actor.layers.0.weight` */
  readonly name: string;
  readonly data: Float32Array;
}

/** A hyperparameter that may change while training goes on. */
export interface LiveHyperparameter {
  readonly value: JsonValue;
  /** What is allowed, in words: `a number greater than 0`. */
  readonly expected: string;
}

/**
 * What a callback may see and do while a learner learns. Learners implement it; a loop of someone else's can too, and
 * gets the same callbacks, state and tracking.
 */
export interface TrainingSession extends Policy {
  /** `ppo`, `a2c` … */
  readonly algorithm: string;
  readonly envId: string;
  readonly numEnvs: number;
  readonly seed: number;
  /** Environment steps done, over all environments. */
  readonly timesteps: number;
  readonly totalTimesteps: number;
  readonly episodes: number;
  readonly updates: number;
  /** Aborted when training is to end: by the caller or by `stop`. */
  readonly signal: AbortSignal;
  /** Training ends after the step in hand. The first reason counts. */
  stop(reason: string): void;
  /** Hands an event that a callback made (an evaluation, a checkpoint, a command's end) to all callbacks. */
  emit(event: EvaluationEvent | CheckpointEvent | CommandEvent): Promise<void>;
  /** What may change while training goes on, by name, where the learner lets anything change. */
  readonly liveHyperparameters?: Readonly<Record<string, LiveHyperparameter>>;
  /**
   * Changes one of them from the next step on; gives all hyperparameters as they stand then. Throws
   * `algorithms/unknown-hyperparameter`, `algorithms/not-live` and `algorithms/invalid-hyperparameter`.
   */
  setHyperparameter?(name: string, value: unknown): Readonly<Record<string, JsonValue>>;
  /** Adds environment steps to do; gives the new total. Schedules go by it. */
  extend?(steps: number): number;
  /** Copies of the model's parameters, tensor by tensor, where it can show them. */
  parameters?(): Iterable<NamedParameters>;
  /** Writes the model as a folder, whole or not at all; gives the hash of its weights (SHA-256, hex). */
  save(dir: string): Promise<string>;
}
