import type { Generator } from '@cartwheel/random';
import type { ResetOptions } from '../env.ts';
import type { Scene } from '../scene.ts';
import { Discrete } from '../spaces/discrete.ts';
import { ClassicControlEnv } from './classic-control-env.ts';
import { drawMountainCar } from './mountain-car-scene.ts';
import {
  createTrackSpace,
  drawStart,
  GRAVITY,
  MAX_POSITION,
  MAX_SPEED,
  MIN_POSITION,
  POSITION,
  VELOCITY,
} from './mountain-car-track.ts';

const FORCE = 0.001;
const GOAL_POSITION = 0.5;

/**
 * MountainCar-v0 of Gymnasium 1.4.0, without its time limit: a car too weak for the hill must swing itself up. Actions: push
 * left (0), not at all (1), right (2). The reward is −1 a step; the episode ends at position 0.5.
 *
 * Observations are position and velocity, in single precision. `reset` takes the options `low` and `high`: the bounds of
 * the first position, by default −0.6 and −0.4.
 */
export class MountainCarEnv extends ClassicControlEnv<number> {
  readonly id = 'MountainCar-v0';
  readonly observationSpace = createTrackSpace();
  readonly actionSpace = new Discrete(3);
  readonly rewardThreshold = -110;

  constructor() {
    super(2);
  }

  protected begin(random: () => Generator, options: ResetOptions['options']): void {
    this.state[POSITION] = drawStart(random, options);
    this.state[VELOCITY] = 0;
  }

  protected accepts(action: number): boolean {
    return action === 0 || action === 1 || action === 2;
  }

  protected advance(action: number): number {
    const { state } = this;
    const pushed = state[VELOCITY] + ((action - 1) * FORCE + Math.cos(3 * state[POSITION]) * -GRAVITY);
    const velocity = Math.min(Math.max(pushed, -MAX_SPEED), MAX_SPEED);
    const position = Math.min(Math.max(state[POSITION] + velocity, MIN_POSITION), MAX_POSITION);
    state[POSITION] = position;
    state[VELOCITY] = position === MIN_POSITION && velocity < 0 ? 0 : velocity;
    return -1;
  }

  protected isOver(): boolean {
    return this.state[POSITION] >= GOAL_POSITION && this.state[VELOCITY] >= 0;
  }

  protected observeInto(target: Float32Array, offset: number): void {
    target[offset] = this.state[POSITION];
    target[offset + 1] = this.state[VELOCITY];
  }

  render(): Scene {
    return drawMountainCar(this.state[POSITION], GOAL_POSITION);
  }
}
