import type { Generator } from '@cartwheel/random';
import type { ResetOptions } from '../env.ts';
import type { Scene } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { ClassicControlEnv } from './classic-control-env.ts';
import { isFloat32s } from '../is-float32s.ts';
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

const { fround } = Math;

/** 1 once the first step has rounded position and velocity to single precision, in which the later steps calculate. */
const IS_SINGLE = 2;
const POWER = 0.0015;
const GOAL_POSITION = 0.45;

/**
 * MountainCarContinuous-v0 of Gymnasium 1.4.0, without its time limit: as MountainCar-v0, pushed with a force of −1 to 1.
 * The reward is 100 at the goal (position 0.45) less a tenth of the action squared. What lies beyond ±1 pushes as ±1, but
 * costs as it is.
 *
 * Observations are position and velocity, in single precision. `reset` takes the options `low` and `high`: the bounds of
 * the first position, by default −0.6 and −0.4.
 */
export class MountainCarContinuousEnv extends ClassicControlEnv<Float32Array> {
  readonly id = 'MountainCarContinuous-v0';
  readonly observationSpace = createTrackSpace();
  readonly actionSpace = new Box({ shape: [1], low: -1, high: 1 });
  readonly rewardThreshold = 90;
  /** Decided by each step, before it rounds. */
  #isAtGoal = false;

  constructor() {
    super(3);
  }

  protected begin(random: () => Generator, options: ResetOptions['options']): void {
    this.state[POSITION] = drawStart(random, options);
    this.state[VELOCITY] = 0;
    this.state[IS_SINGLE] = 0;
  }

  protected accepts(action: Float32Array): boolean {
    return isFloat32s(action, 1);
  }

  protected advance([action]: Float32Array): number {
    if (this.state[IS_SINGLE] === 1) this.#advanceInSingle(action);
    else this.#advanceInDouble(action);
    return (this.#isAtGoal ? 100 : 0) - action * action * 0.1;
  }

  /** What NumPy makes of a state in double precision: the first step of an episode. */
  #advanceInDouble(action: number): void {
    const { state } = this;
    const velocity = clamp(state[VELOCITY] + acceleration(action, Math.cos(3 * state[POSITION])), MAX_SPEED);
    const position = clampPosition(state[POSITION] + velocity, MIN_POSITION, MAX_POSITION);
    this.#isAtGoal = position >= GOAL_POSITION && velocity >= 0;
    this.#settle(position, velocity, MIN_POSITION);
    state[IS_SINGLE] = 1;
  }

  /** What NumPy makes of one in single precision: each sum is rounded, and constants are rounded before they are compared. */
  #advanceInSingle(action: number): void {
    const { state } = this;
    const slope = Math.cos(fround(3 * state[POSITION]));
    const velocity = clamp(fround(state[VELOCITY] + fround(acceleration(action, slope))), SINGLE_MAX_SPEED);
    const moved = fround(state[POSITION] + velocity);
    const position = clampPosition(moved, SINGLE_MIN_POSITION, SINGLE_MAX_POSITION);
    this.#isAtGoal = position >= SINGLE_GOAL_POSITION && velocity >= 0;
    this.#settle(position, velocity, SINGLE_MIN_POSITION);
  }

  #settle(position: number, velocity: number, wall: number): void {
    const { state } = this;
    state[POSITION] = fround(position);
    state[VELOCITY] = position === wall && velocity < 0 ? 0 : fround(velocity);
  }

  protected isOver(): boolean {
    return this.#isAtGoal;
  }

  protected observeInto(target: Float32Array, offset: number): void {
    target[offset] = this.state[POSITION];
    target[offset + 1] = this.state[VELOCITY];
  }

  render(): Scene {
    return drawMountainCar(this.state[POSITION], GOAL_POSITION);
  }
}

const SINGLE_MAX_SPEED = fround(MAX_SPEED);
const SINGLE_MIN_POSITION = fround(MIN_POSITION);
const SINGLE_MAX_POSITION = fround(MAX_POSITION);
const SINGLE_GOAL_POSITION = fround(GOAL_POSITION);
const SINGLE_POWER = fround(POWER);

/** A clipped force is one of Python's doubles; an action is in single precision, and so is what NumPy makes of it. */
function acceleration(action: number, slope: number): number {
  if (action < -1) return -POWER - GRAVITY * slope;
  if (action > 1) return POWER - GRAVITY * slope;
  return fround(fround(action * SINGLE_POWER) - fround(GRAVITY * slope));
}

function clamp(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}

function clampPosition(position: number, low: number, high: number): number {
  return Math.min(Math.max(position, low), high);
}
