import type { Generator } from '@cartwheel/random';
import type { ResetOptions } from '../env.ts';
import type { Scene } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { Discrete } from '../spaces/discrete.ts';
import {
  advanceAcrobot,
  hasSwungUp,
  MAX_SPEED_1,
  MAX_SPEED_2,
  SPEED_1,
  SPEED_2,
  THETA_1,
  THETA_2,
} from './acrobot-physics.ts';
import { drawAcrobot } from './acrobot-scene.ts';
import { ClassicControlEnv } from './classic-control-env.ts';
import { parseResetBounds } from './reset-bounds.ts';

/** Each of the four starts uniformly between these. */
const DEFAULT_BOUNDS = { low: -0.1, high: 0.1 };
const HIGHEST = [1, 1, 1, 1, MAX_SPEED_1, MAX_SPEED_2];

/**
 * Acrobot-v1 of Gymnasium 1.4.0, without its time limit: two links hang down, and a torque on the joint between them, −1
 * (action 0), 0 (1) or 1 N·m (2), must swing the tip a link's length above the upper joint. The reward is −1 a step, and 0
 * at the end.
 *
 * Observations: cosine and sine of both angles, and both angular velocities (rad/s), in single precision. `reset` takes the
 * options `low` and `high`: the bounds that angles and velocities start between, by default ±0.1.
 */
export class AcrobotEnv extends ClassicControlEnv<number> {
  readonly id = 'Acrobot-v1';
  readonly observationSpace = new Box({ low: HIGHEST.map((bound) => -bound), high: HIGHEST });
  readonly actionSpace = new Discrete(3);
  readonly rewardThreshold = -100;

  constructor() {
    super(4);
  }

  /** In single precision, as Gymnasium's states start. */
  protected begin(random: () => Generator, options: ResetOptions['options']): void {
    const { low, high } = parseResetBounds(options, DEFAULT_BOUNDS);
    const generator = random();
    for (let i = 0; i < this.state.length; i++) this.state[i] = Math.fround(generator.uniform(low, high));
  }

  protected accepts(action: number): boolean {
    return action === 0 || action === 1 || action === 2;
  }

  protected advance(action: number): number {
    advanceAcrobot(this.state, action - 1);
    return this.isOver() ? 0 : -1;
  }

  protected isOver(): boolean {
    return hasSwungUp(this.state);
  }

  protected observeInto(target: Float32Array, offset: number): void {
    const { state } = this;
    target[offset] = Math.cos(state[THETA_1]);
    target[offset + 1] = Math.sin(state[THETA_1]);
    target[offset + 2] = Math.cos(state[THETA_2]);
    target[offset + 3] = Math.sin(state[THETA_2]);
    target[offset + 4] = state[SPEED_1];
    target[offset + 5] = state[SPEED_2];
  }

  render(): Scene {
    return drawAcrobot(this.state);
  }
}
