import type { Env } from '../env.ts';
import { Box } from '../spaces/box.ts';
import type { Observation } from '../spaces/space.ts';
import { requireBox } from './require-box.ts';
import { TransformAction } from './transform-action.ts';

/** Takes any numbers as an action, and clips them to the bounds of the environment's Box. */
export class ClipAction<O extends Observation = Observation> extends TransformAction<O, Float32Array, Float32Array> {
  /** Throws `envs/unsupported-space` unless the actions are of a Box. */
  constructor(env: Env<O, Float32Array>) {
    const { low, high, shape } = requireBox('ClipAction', env.actionSpace);
    const clipped = new Float32Array(low.length);
    super(
      env,
      (action) => {
        for (let i = 0; i < clipped.length; i++) clipped[i] = Math.min(Math.max(action[i], low[i]), high[i]);
        return clipped;
      },
      new Box({ shape, low: -Infinity, high: Infinity }),
    );
  }
}
