import type { Generator } from '@cartwheel/random';
import type { World } from 'planck';
import type { Scene } from '../../scene.ts';
import { Box } from '../../spaces/box.ts';
import type { Action, Space } from '../../spaces/space.ts';
import { Box2dEnv } from '../box2d-env.ts';
import { createWorld } from '../create-world.ts';
import { FPS, HEIGHT, LEG_DOWN, WIDTH } from './dimensions.ts';
import { fireEngines, type Thrust } from './engines.ts';
import { Lander } from './lander.ts';
import { PAD_HEIGHT, createMoon, type Moon } from './moon.ts';
import { drawLander } from './scene.ts';
import { checkSettings, type LunarLanderOptions } from './settings.ts';
import { Wind } from './wind.ts';

/** N, either way, along each axis: the push at the start. */
const INITIAL_RANDOM = 1000;
const VELOCITY_ITERATIONS = 6 * 30;
const POSITION_ITERATIONS = 2 * 30;
const HIGHEST = [2.5, 2.5, 10, 10, 2 * Math.PI, 10, 1, 1];
const LOWEST = [-2.5, -2.5, -10, -10, -2 * Math.PI, -10, 0, 0];

interface Place {
  world: World;
  moon: Moon;
  lander: Lander;
  wind: Wind | undefined;
}

/**
 * LunarLander-v3 of Gymnasium 1.4.0, without its time limit, on planck instead of Box2D: land on the pad between the flags.
 * Both compute the same physics, Box2D in single precision and planck in double: episodes are alike, not equal.
 *
 * Observations are position (x, y), velocity (x, y), angle (rad), angular velocity, and whether each leg touches the ground,
 * scaled as in Gymnasium. The reward is what the lander gained on its way to rest on the pad, less the fuel, −100 for a
 * crash or for leaving the picture, 100 for coming to rest.
 */
export abstract class LunarLanderBase<A extends Action> extends Box2dEnv<A> {
  abstract override readonly actionSpace: Space<A>;
  readonly observationSpace = new Box({ low: LOWEST, high: HIGHEST });
  readonly rewardThreshold = 200;

  readonly #settings: Required<LunarLanderOptions>;
  readonly #state = new Float64Array(8);
  #place: Place | undefined;
  #thrust: Thrust = { main: 0, side: 0, direction: 0 };
  #shaping = 0;
  #isOver = false;

  /** Throws `envs/invalid-env-option`. */
  constructor(options: LunarLanderOptions = {}) {
    super();
    this.#settings = checkSettings(options);
  }

  protected abstract readonly idle: A;
  protected abstract toThrust(action: A): Thrust;

  protected build(random: Generator): void {
    const { gravity, enableWind, windPower, turbulencePower } = this.#settings;
    const world = createWorld(gravity);
    const moon = createMoon(world, random);
    const force = {
      x: random.uniform(-INITIAL_RANDOM, INITIAL_RANDOM),
      y: random.uniform(-INITIAL_RANDOM, INITIAL_RANDOM),
    };
    const wind = enableWind ? new Wind(windPower, turbulencePower, random) : undefined;
    const lander = new Lander(world);
    lander.hull.applyForceToCenter(force, true);
    this.#place = { world, moon, lander, wind };
    this.#shaping = 0;
    this.move(this.idle, random);
  }

  protected move(action: A, random: Generator): number {
    const { world, lander, wind } = this.#there();
    if (!lander.legContacts.includes(1)) wind?.blowOn(lander.hull);
    this.#thrust = this.toThrust(action);
    fireEngines(lander.hull, this.#thrust, random);
    world.step(1 / FPS, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
    this.#readState(lander);
    return this.#judge(lander);
  }

  protected isOver(): boolean {
    return this.#isOver;
  }

  protected observeInto(target: Float32Array, offset: number): void {
    target.set(this.#state, offset);
  }

  render(): Scene {
    return drawLander(this.#place, this.#thrust);
  }

  #there(): Place {
    if (this.#place === undefined) throw new TypeError('a step before the first reset');
    return this.#place;
  }

  #readState({ hull, legContacts }: Lander): void {
    const state = this.#state;
    const { x, y } = hull.getPosition();
    const velocity = hull.getLinearVelocity();
    state[0] = (x - WIDTH / 2) / (WIDTH / 2);
    state[1] = (y - (PAD_HEIGHT + LEG_DOWN)) / (HEIGHT / 2);
    state[2] = (velocity.x * (WIDTH / 2)) / FPS;
    state[3] = (velocity.y * (HEIGHT / 2)) / FPS;
    state[4] = hull.getAngle();
    state[5] = (20 * hull.getAngularVelocity()) / FPS;
    state[6] = legContacts[0];
    state[7] = legContacts[1];
  }

  #judge(lander: Lander): number {
    const [x, y, velocityX, velocityY, angle, , left, right] = this.#state;
    const shaping =
      -100 * Math.sqrt(x * x + y * y) -
      100 * Math.sqrt(velocityX * velocityX + velocityY * velocityY) -
      100 * Math.abs(angle) +
      10 * left +
      10 * right;
    const gained = shaping - this.#shaping;
    this.#shaping = shaping;
    const isLost = lander.hasCrashed || Math.abs(x) >= 1;
    const isAtRest = !lander.hull.isAwake();
    this.#isOver = isLost || isAtRest;
    if (isAtRest) return 100;
    if (isLost) return -100;
    return gained - this.#thrust.main * 0.3 - this.#thrust.side * 0.03;
  }
}
