import type { Generator } from '@cartwheel/random';

/** Chooses actions scaled to [−1, 1]. */
export interface Actor {
  readonly observationSize: number;
  readonly actionSize: number;
  /** Writes an action for each row: drawn with `random` where the actor draws, the best one without. */
  act(observations: Float32Array, rows: number, actions: Float32Array, random?: Generator): void;
}
