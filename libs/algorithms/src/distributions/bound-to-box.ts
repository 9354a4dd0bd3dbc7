import type { ActionBatch, Box } from '@cartwheel/envs';

/** Writes `actions` to `target`, each number moved to the bounds of the Box where it leaves them. */
export function boundToBox({ low, high, flatSize }: Box, actions: ActionBatch, target: ActionBatch): void {
  for (let i = 0; i < actions.length; i++) {
    const at = i % flatSize;
    target[i] = Math.min(Math.max(actions[i], low[at]), high[at]);
  }
}
