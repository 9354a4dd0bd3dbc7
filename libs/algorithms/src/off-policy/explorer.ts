import type { ActionBatch } from '@cartwheel/envs';
import type { ActionForm } from './replay-buffer.ts';

/** What acts while experience is collected. */
export interface Explorer {
  /** Numbers in a flattened observation. */
  readonly observationSize: number;
  /** How replay keeps its actions. */
  readonly form: ActionForm;
  /** Chooses an action for each row of `observations`: as environments take it, and as replay keeps it. */
  explore(observations: Float32Array, actions: ActionBatch, kept: ActionBatch): void;
  /** The episode of an environment has ended. */
  ended(envIndex: number): void;
}
