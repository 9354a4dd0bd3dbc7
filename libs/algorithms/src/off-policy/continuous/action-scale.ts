import { CartwheelError } from '@cartwheel/async-guard';
import { Box, type ActionBatch, type Space } from '@cartwheel/envs';

/** Between the actions of a bounded Box and the same scaled to [−1, 1], in which learners act, replay and learn. */
export class ActionScale {
  /** Numbers in an action. */
  readonly size: number;
  readonly #low: Float32Array;
  readonly #high: Float32Array;

  constructor({ flatSize, low, high }: Box) {
    this.size = flatSize;
    this.#low = low;
    this.#high = high;
  }

  /** Writes `scaled` as the environment takes it. */
  unscale(scaled: ActionBatch, actions: ActionBatch): void {
    for (let i = 0; i < actions.length; i++) {
      const low = this.#low[i % this.size];
      const high = this.#high[i % this.size];
      actions[i] = Math.min(Math.max(low + 0.5 * (scaled[i] + 1) * (high - low), low), high);
    }
  }
}

/** Throws `algorithms/unsupported-action-space` unless the space is a Box that is bounded on all sides. */
export function requireBoundedBox(algorithm: string, actionSpace: Space): Box {
  const isBounded =
    actionSpace instanceof Box && actionSpace.low.every(Number.isFinite) && actionSpace.high.every(Number.isFinite);
  if (isBounded) return actionSpace;
  const advice =
    actionSpace instanceof Box ? 'Bound it in a wrapper of the environment.' : 'Learn with ppo, a2c or dqn.';
  throw new CartwheelError(
    'algorithms/unsupported-action-space',
    `${algorithm} needs a Box action space of @cartwheel/envs with finite bounds; this one is ${String(actionSpace)}. ${advice}`,
  );
}
