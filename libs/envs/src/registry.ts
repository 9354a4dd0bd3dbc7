import { CartwheelError } from '@cartwheel/async-guard';
import { closestMatch } from 'leven';
import { BipedalWalkerEnv } from './box2d/bipedal-walker/bipedal-walker.ts';
import { LunarLanderContinuousEnv } from './box2d/lunar-lander/lunar-lander-continuous.ts';
import { LunarLanderEnv } from './box2d/lunar-lander/lunar-lander.ts';
import { AcrobotEnv } from './classic-control/acrobot.ts';
import { CART_POLE_STEPS, CartPoleEnv } from './classic-control/cart-pole.ts';
import { MountainCarContinuousEnv } from './classic-control/mountain-car-continuous.ts';
import { MountainCarEnv } from './classic-control/mountain-car.ts';
import { PendulumEnv } from './classic-control/pendulum.ts';
import type { Env } from './env.ts';
import { TimeLimit } from './wrappers/time-limit.ts';

/** Makes a new environment at each call. */
export type EnvFactory = () => Env;

const factories = new Map<string, EnvFactory>([
  ['Acrobot-v1', () => new TimeLimit(new AcrobotEnv(), 500)],
  ['BipedalWalker-v3', () => new TimeLimit(new BipedalWalkerEnv(), 1600)],
  ['BipedalWalkerHardcore-v3', () => new TimeLimit(new BipedalWalkerEnv({ hardcore: true }), 2000)],
  ['CartPole-v1', () => new TimeLimit(new CartPoleEnv(), CART_POLE_STEPS)],
  ['LunarLander-v3', () => new TimeLimit(new LunarLanderEnv(), 1000)],
  ['LunarLanderContinuous-v3', () => new TimeLimit(new LunarLanderContinuousEnv(), 1000)],
  ['MountainCar-v0', () => new TimeLimit(new MountainCarEnv(), 200)],
  ['MountainCarContinuous-v0', () => new TimeLimit(new MountainCarContinuousEnv(), 999)],
  ['Pendulum-v1', () => new TimeLimit(new PendulumEnv(), 200)],
]);

/** A new environment with its time limit. Throws `envs/unknown-env`, which names the nearest known id. */
export function makeEnv(id: string): Env {
  const factory = factories.get(id);
  if (factory !== undefined) return factory();
  const nearest = closestMatch(id, envIds());
  const hint = nearest === undefined ? '' : ` Did you mean ${JSON.stringify(nearest)}?`;
  throw new CartwheelError(
    'envs/unknown-env',
    `There is no environment ${JSON.stringify(id)}.${hint} Known are ${envIds().join(', ')}; registerEnv() adds one.`,
  );
}

/**
 * Lets `makeEnv(id)` make environments of `factory`. Gives what takes the id away again.
 *
 * Throws `envs/duplicate-env` where the id is taken.
 */
export function registerEnv(id: string, factory: EnvFactory): () => void {
  if (factories.has(id)) {
    const message = `An environment ${JSON.stringify(id)} is registered already: choose another id, such as one of a higher version.`;
    throw new CartwheelError('envs/duplicate-env', message);
  }
  factories.set(id, factory);
  return () => {
    if (factories.get(id) === factory) factories.delete(id);
  };
}

/** What `makeEnv` knows, sorted. */
export function envIds(): string[] {
  return [...factories.keys()].toSorted();
}
