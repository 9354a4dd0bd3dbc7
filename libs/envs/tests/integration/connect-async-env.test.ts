import { afterAll, describe, expect, it } from '@jest/globals';
import { CartPoleEnv } from '../../src/classic-control/cart-pole.ts';
import type { Env } from '../../src/env.ts';
import { Box } from '../../src/spaces/box.ts';
import type { BuiltInSpace } from '../../src/spaces/built-in-space.ts';
import { Dict } from '../../src/spaces/dict.ts';
import { Discrete } from '../../src/spaces/discrete.ts';
import { MultiBinary } from '../../src/spaces/multi-binary.ts';
import { MultiDiscrete } from '../../src/spaces/multi-discrete.ts';
import { Tuple } from '../../src/spaces/tuple.ts';
import { createVectorEnv } from '../../src/vector/create-vector-env.ts';
import { TimeLimit } from '../../src/wrappers/time-limit.ts';
import { connectAsyncEnv } from '../../src/node/connect-async-env.ts';
import { rebuildSpace } from '../../src/node/rebuild-space.ts';

const asyncModule = new URL('../async-cart-pole-module.ts', import.meta.url);
const connected: Env[] = [];
afterAll(() => connected.forEach((env) => env.close()));

async function connect(): Promise<Env> {
  const env = await connectAsyncEnv(asyncModule);
  connected.push(env);
  return env;
}

describe('an asynchronous environment', () => {
  it('steps as a plain one, with its spaces, snapshots, pictures and errors', async () => {
    const env = await connect();
    const plain = new TimeLimit(new CartPoleEnv(), 30);
    expect(env).toMatchObject({ id: 'AsyncCartPole-v1', maxEpisodeSteps: 30 });
    expect([String(env.observationSpace), String(env.actionSpace)]).toEqual([
      String(plain.observationSpace),
      String(plain.actionSpace),
    ]);
    expect(() => env.step(0)).toThrow(expect.objectContaining({ code: 'envs/reset-needed' }));
    expect(env.reset({ seed: 5 })).toEqual(plain.reset({ seed: 5 }));
    for (let t = 0; t < 8; t++) expect(env.step(t % 2)).toEqual(plain.step(t % 2));
    expect(() => env.step(7)).toThrow(expect.objectContaining({ code: 'envs/invalid-action' }));
    expect(env.snapshot()).toEqual(plain.snapshot());
    expect(env.render()).toEqual(plain.render());
    env.restore(plain.snapshot());
    expect(env.step(1)).toEqual(plain.step(1));
  });

  it('steps in vectors', async () => {
    const envs = [await connect(), await connect()];
    const vector = createVectorEnv(() => envs.pop()!, { numEnvs: 2 });
    const plain = createVectorEnv(() => new TimeLimit(new CartPoleEnv(), 30), { numEnvs: 2 });
    expect(vector.reset({ seed: 1 })).toEqual(plain.reset({ seed: 1 }));
    for (let t = 0; t < 40; t++) {
      const { observations, truncated } = plain.step(Int32Array.of(0, 1));
      expect(vector.step(Int32Array.of(0, 1))).toMatchObject({ observations, truncated });
    }
  });

  it('of a module that makes none is refused', async () => {
    const module = new URL('../drone-env.ts', import.meta.url);
    await expect(connectAsyncEnv(module)).rejects.toThrow(expect.objectContaining({ code: 'envs/invalid-module' }));
  });
});

it.each<[BuiltInSpace]>([
  [new Box({ shape: [2, 1], low: [-1, -Infinity], high: 3 })],
  [new Discrete(3, { start: -1 })],
  [new MultiDiscrete([2, 5])],
  [new MultiBinary(4)],
  [new Dict({ b: new Discrete(2), a: new Box({ low: [0], high: [1] }) })],
  [new Tuple([new Discrete(2), new MultiBinary(3)])],
])('%s is the same after its way to another thread', (space) => {
  const { kind, shape, flatSize } = space;
  const rebuilt = rebuildSpace(structuredClone(space));
  expect(rebuilt).toMatchObject({ kind, shape, flatSize });
  expect(String(rebuilt)).toBe(String(space));
});
