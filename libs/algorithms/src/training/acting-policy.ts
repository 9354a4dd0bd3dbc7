import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';

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
}
