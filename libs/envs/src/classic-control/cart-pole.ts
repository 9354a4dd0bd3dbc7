import type { Generator } from '@cartwheel/random';
import type { ResetOptions } from '../env.ts';
import type { Scene } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { Discrete } from '../spaces/discrete.ts';
import { advanceCartPole, hasFallen, THETA_LIMIT, X_LIMIT } from './cart-pole-physics.ts';
import { drawCartPole } from './cart-pole-scene.ts';
import { ClassicControlEnv } from './classic-control-env.ts';
import { parseResetBounds } from './reset-bounds.ts';

const STATE_SIZE = 4;
/** The time limit of CartPole-v1. */
export const CART_POLE_STEPS = 500;
/** Each of the four starts uniformly between these. */
export const DEFAULT_BOUNDS = { low: -0.05, high: 0.05 };
/** Twice the limits, so that the last observation of an episode belongs to the space too. */
const HIGHEST = [2 * X_LIMIT, Infinity, 2 * THETA_LIMIT, Infinity];

/**
 * CartPole-v1 of Gymnasium 1.4.0, without its time limit: push a cart left (0) or right (1) so that the pole on it stays
 * upright. The reward is 1 a step, the last one included.
 *
 * Observations are the state rounded to single precision: cart position (m) and velocity, pole angle (rad) and angular
 * velocity. `reset` takes the options `low` and `high`: the bounds that each of them starts between, by default ±0.05.
 */
export class CartPoleEnv extends ClassicControlEnv<number> {
  readonly id = 'CartPole-v1';
  readonly observationSpace = new Box({ low: HIGHEST.map((bound) => -bound), high: HIGHEST });
  readonly actionSpace = new Discrete(2);
  readonly rewardThreshold = 475;

  constructor() {
    super(STATE_SIZE);
  }

  protected begin(random: () => Generator, options: ResetOptions['options']): void {
    const { low, high } = parseResetBounds(options, DEFAULT_BOUNDS);
    const generator = random();
    for (let i = 0; i < STATE_SIZE; i++) this.state[i] = generator.uniform(low, high);
  }

  protected accepts(action: number): boolean {
    return action === 0 || action === 1;
  }

  protected advance(action: number): number {
    advanceCartPole(this.state, action);
    return 1;
  }

  protected isOver(): boolean {
    return hasFallen(this.state);
  }

  protected observeInto(target: Float32Array, offset: number): void {
    for (let i = 0; i < STATE_SIZE; i++) target[offset + i] = this.state[i];
  }

  render(): Scene {
    return drawCartPole(this.state);
  }
}
