import type { Generator } from '@cartwheel/random';
import { Edge, Polygon, type World } from 'planck';
import { isFloat32s } from '../../is-float32s.ts';
import type { Scene } from '../../scene.ts';
import { Box } from '../../spaces/box.ts';
import { Box2dEnv } from '../box2d-env.ts';
import { createWorld } from '../create-world.ts';
import { FPS, GOAL, HEIGHT, SCALE, TERRAIN_LENGTH, TERRAIN_STEP, WIDTH } from './dimensions.ts';
import { measureDistances, RAYS } from './lidar.ts';
import { drawWalker } from './scene.ts';
import { drawTerrain, type Terrain } from './terrain.ts';
import { effortOf, HIP_SPEED, KNEE_SPEED, Walker } from './walker.ts';

/** N, either way: the push at the start. */
const INITIAL_RANDOM = 5;
const GRAVITY = -10;
const FRICTION = 2.5;
const EFFORT_COST = 0.00035 * 80;
const VELOCITY_ITERATIONS = 6 * 30;
const POSITION_ITERATIONS = 2 * 30;
const PI = Math.PI;
const HIGHEST = [PI, 5, 5, 5, PI, 5, PI, 5, 5, PI, 5, PI, 5, 5, ...Array.from({ length: RAYS }, () => 1)];
const LOWEST = [-PI, -5, -5, -5, -PI, -5, -PI, -5, -0, -PI, -5, -PI, -5, -0, ...Array.from({ length: RAYS }, () => -1)];

interface Place {
  world: World;
  terrain: Terrain;
  walker: Walker;
}

/**
 * BipedalWalker-v3 of Gymnasium 1.4.0, without its time limit, on planck instead of Box2D: walk to the end of the terrain.
 * The hardcore form (BipedalWalkerHardcore-v3) has stumps, stairs and pits. Both engines compute the same physics, Box2D in
 * single precision and planck in double: episodes are alike, not equal.
 *
 * Actions are −1 to 1 for hip and knee of each leg. The 24 observations are angle and velocities of the hull, angle and speed
 * of each joint with the contact of each foot, and 10 distances to the ground, scaled as in Gymnasium. The reward is the way
 * made, less what the motors spend, −100 for a fall.
 */
export class BipedalWalkerEnv extends Box2dEnv<Float32Array> {
  readonly id: string;
  readonly observationSpace = new Box({ low: LOWEST, high: HIGHEST });
  readonly actionSpace = new Box({ shape: [4], low: -1, high: 1 });
  readonly rewardThreshold = 300;

  readonly #isHardcore: boolean;
  readonly #state = new Float64Array(24);
  readonly #distances = this.#state.subarray(14);
  #place: Place | undefined;
  #shaping = 0;
  #isOver = false;

  /** `hardcore`: default false. */
  constructor({ hardcore = false }: { hardcore?: boolean } = {}) {
    super();
    this.#isHardcore = hardcore;
    this.id = hardcore ? 'BipedalWalkerHardcore-v3' : 'BipedalWalker-v3';
  }

  protected accepts(action: Float32Array): boolean {
    return isFloat32s(action, 4);
  }

  protected build(random: Generator): void {
    const world = createWorld(GRAVITY);
    const terrain = drawTerrain(random, this.#isHardcore);
    raise(world, terrain);
    skipClouds(random);
    const walker = new Walker(world);
    walker.hull.applyForceToCenter({ x: random.uniform(-INITIAL_RANDOM, INITIAL_RANDOM), y: 0 }, true);
    this.#place = { world, terrain, walker };
    this.#shaping = 0;
    this.move(new Float32Array(4));
  }

  protected move(action: Float32Array): number {
    const { world, walker } = this.#there();
    walker.drive(action);
    world.step(1 / FPS, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
    measureDistances(world, walker.hull.getPosition(), this.#distances);
    this.#readState(walker);
    return this.#judge(walker, action);
  }

  protected isOver(): boolean {
    return this.#isOver;
  }

  protected observeInto(target: Float32Array, offset: number): void {
    target.set(this.#state, offset);
  }

  protected toNumbers(action: Float32Array): number[] {
    return [...action];
  }

  protected toAction(numbers: readonly number[]): Float32Array {
    return Float32Array.from(numbers);
  }

  render(): Scene {
    return drawWalker(this.#place, this.#distances);
  }

  #there(): Place {
    if (this.#place === undefined) throw new TypeError('a step before the first reset');
    return this.#place;
  }

  #readState({ hull, joints, footContacts }: Walker): void {
    const state = this.#state;
    const velocity = hull.getLinearVelocity();
    state[0] = hull.getAngle();
    state[1] = (2 * hull.getAngularVelocity()) / FPS;
    state[2] = (0.3 * velocity.x * WIDTH) / FPS;
    state[3] = (0.3 * velocity.y * HEIGHT) / FPS;
    for (let side = 0; side < 2; side++) {
      const [hip, knee] = [joints[2 * side], joints[2 * side + 1]];
      const at = 4 + 5 * side;
      state[at] = hip.getJointAngle();
      state[at + 1] = hip.getJointSpeed() / HIP_SPEED;
      state[at + 2] = knee.getJointAngle() + 1;
      state[at + 3] = knee.getJointSpeed() / KNEE_SPEED;
      state[at + 4] = footContacts[side];
    }
  }

  #judge({ hull, hasFallen }: Walker, action: Float32Array): number {
    const { x } = hull.getPosition();
    const shaping = (130 * x) / SCALE - 5 * Math.abs(this.#state[0]);
    let reward = shaping - this.#shaping;
    this.#shaping = shaping;
    for (const effort of action) reward -= EFFORT_COST * effortOf(effort);
    const isLost = hasFallen || x < 0;
    this.#isOver = isLost || x > GOAL * TERRAIN_STEP;
    return isLost ? -100 : reward;
  }
}

function raise(world: World, { surface, obstacles }: Terrain): void {
  const fixture = { friction: FRICTION };
  for (const points of obstacles) {
    const shape = new Polygon(points.map(([x, y]) => ({ x, y })));
    world.createBody().createFixture({ shape, ...fixture });
  }
  for (let i = 0; i + 1 < surface.length; i++) {
    const [[x1, y1], [x2, y2]] = [surface[i], surface[i + 1]];
    world.createBody().createFixture({ shape: new Edge({ x: x1, y: y1 }, { x: x2, y: y2 }), ...fixture });
  }
}

/** Gymnasium draws clouds with the same generator: five corners of two numbers and a place for each. */
function skipClouds(random: Generator): void {
  const clouds = TERRAIN_LENGTH / 20;
  for (let i = 0; i < clouds * (1 + 5 * 2); i++) random.random();
}
