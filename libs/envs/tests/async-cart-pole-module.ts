import { setImmediate } from 'node:timers/promises';
import { TimeLimit, CartPoleEnv, type Env } from '../src/index.ts';
import type { AsyncEnv } from '../src/node/index.ts';

/** Stands for a game server: everything takes a turn of the event loop. */
class AsyncCartPole implements AsyncEnv<Float32Array, number> {
  readonly #env: Env<Float32Array, number> = new TimeLimit(new CartPoleEnv(), 30);
  readonly id = 'AsyncCartPole-v1';
  readonly observationSpace = new CartPoleEnv().observationSpace;
  readonly actionSpace = new CartPoleEnv().actionSpace;
  readonly maxEpisodeSteps = 30;

  reset: AsyncEnv<Float32Array, number>['reset'] = async (options) => {
    await setImmediate();
    return this.#env.reset(options);
  };

  step: AsyncEnv<Float32Array, number>['step'] = async (action) => {
    await setImmediate();
    return this.#env.step(action);
  };

  snapshot: AsyncEnv['snapshot'] = async () => this.#env.snapshot();
  restore: AsyncEnv['restore'] = async (snapshot) => this.#env.restore(snapshot);
  render: AsyncEnv['render'] = async () => this.#env.render();
  close: AsyncEnv['close'] = async () => this.#env.close();
}

export default async function connect(): Promise<AsyncCartPole> {
  await setImmediate();
  return new AsyncCartPole();
}
