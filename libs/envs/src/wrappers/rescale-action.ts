import { CartwheelError } from '@cartwheel/async-guard';
import type { Env } from '../env.ts';
import { Box } from '../spaces/box.ts';
import type { Observation } from '../spaces/space.ts';
import { requireBox } from './require-box.ts';
import { TransformAction } from './transform-action.ts';

/** What `RescaleAction` takes. */
export interface RescaleActionOptions {
  /** Lowest values of an action; a single number holds for all. Default −1. */
  low?: number | ArrayLike<number>;
  /** Highest values. Default 1. */
  high?: number | ArrayLike<number>;
}

/** Takes actions between `low` and `high`, and stretches them to the bounds of the environment's Box. */
export class RescaleAction<O extends Observation = Observation> extends TransformAction<O, Float32Array, Float32Array> {
  /** Throws `envs/unsupported-space` unless the actions are of a Box with finite bounds, and `envs/invalid-space`. */
  constructor(env: Env<O, Float32Array>, { low = -1, high = 1 }: RescaleActionOptions = {}) {
    const inner = requireBox('RescaleAction', env.actionSpace);
    const outer = new Box({ shape: inner.shape, low, high });
    requireLengths(inner);
    requireLengths(outer);
    const scaled = new Float32Array(inner.flatSize);
    super(
      env,
      (action) => {
        for (let i = 0; i < scaled.length; i++) {
          const share = (action[i] - outer.low[i]) / (outer.high[i] - outer.low[i]);
          const value = inner.low[i] + share * (inner.high[i] - inner.low[i]);
          scaled[i] = Math.min(Math.max(value, inner.low[i]), inner.high[i]);
        }
        return scaled;
      },
      outer,
    );
  }
}

/** Between equal or endless bounds there is nothing to stretch. */
function requireLengths(box: Box): void {
  const isStretchable = box.low.every((low, i) => low < box.high[i] && Number.isFinite(box.high[i] - low));
  if (isStretchable) return;
  const message = `RescaleAction needs finite bounds with low < high on both sides, but got ${box.toString()}.`;
  throw new CartwheelError('envs/unsupported-space', message);
}
