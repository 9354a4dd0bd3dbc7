import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';

/** What a policy makes of one observation, as far as it can say. */
export interface PolicyInsight {
  /** Of each action of a Discrete space, in their order. */
  probabilities?: readonly number[];
  /** The mean return that each action of a Discrete space promises, in their order. */
  actionValues?: readonly number[];
  /** The mean return from here on, V(s). */
  value?: number;
}

/** What chooses actions for a batch of observations. */
export interface ActingPolicy {
  /** Numbers in a flattened observation. */
  readonly observationSize: number;
  /** An array for the actions of `rows` rows. */
  createActions(rows: number): ActionBatch;
  /**
   * Writes an action for each row of `observations`, as environments take it: drawn with `random`, the best one without.
   * `masks` says which actions are allowed, where not all are.
   */
  act(observations: Float32Array, actions: ActionBatch, random?: Generator, masks?: Uint8Array): void;
  /** What it makes of one observation. Writes where `act` does: not between the two halves of an update. */
  inspect?(observation: Float32Array): PolicyInsight;
}
