import type { Pieces } from '@cartwheel/nn';
import type { ReplayBatch } from '../replay-buffer.ts';

/** What critics learn of the return, and what an actor raises. Returns are `[batch, atoms]` for each critic. */
export interface CriticObjective {
  /** Numbers that each critic gives for the return of an action. */
  readonly atoms: number;
  /**
   * Keeps r + γⁿ · (what follows + `bonuses`) for each row: `next` are the returns of the targets for the next
   * observations and actions; `bonuses` is `[batch]`, −α · log π of SAC.
   */
  setTargets(batch: ReplayBatch, next: readonly Float32Array[], bonuses: Float32Array): void;
  /** The loss of `returns` against the targets; writes its gradient for each critic. */
  loss(returns: readonly Float32Array[], gradients: readonly Float32Array[]): Pieces<number>;
  /** What an actor is to raise, its mean over the batch; writes the gradient of its negative for each critic. */
  value(returns: readonly Float32Array[], gradients: readonly Float32Array[]): number;
}
