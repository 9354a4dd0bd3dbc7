import { afterEach, describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import createDrone from '../drone-module.ts';
import type { Action } from '../../src/spaces/space.ts';
import { createVectorEnv } from '../../src/vector/create-vector-env.ts';
import type { ActionBatch, AutoresetMode, VectorEnv, VectorStep } from '../../src/vector/vector-env.ts';
import { createWorkerVectorEnv, type WorkerVectorOptions } from '../../src/node/worker-vector-env.ts';

const droneModule = new URL('../drone-module.ts', import.meta.url);
const open: VectorEnv[] = [];
afterEach(() => open.splice(0).forEach((vector) => vector.close()));

async function createThreads(source: string | URL, options: WorkerVectorOptions): Promise<VectorEnv> {
  const vector = await createWorkerVectorEnv(source, options);
  open.push(vector);
  return vector;
}

function batch(actions: Action[]): ActionBatch {
  if (typeof actions[0] === 'number') return Int32Array.from(actions, Number);
  return Float32Array.from(actions.flatMap((action) => [...(action as Float32Array)]));
}

/** What means something in a step, copied. */
function meaning(step: VectorStep): unknown {
  const { observations, rewards, terminated, truncated, infos } = step;
  const size = observations.length / rewards.length;
  const finals = Array.from(rewards, (_, i) =>
    terminated[i] + truncated[i] === 0
      ? null
      : [step.finalInfos[i], ...step.finalObservations.subarray(i * size, (i + 1) * size)],
  );
  return structuredClone({
    observations: [...observations],
    rewards: [...rewards],
    terminated: [...terminated],
    truncated: [...truncated],
    infos,
    finals,
  });
}

describe.each<[AutoresetMode]>([['same-step'], ['next-step']])('worker threads with %s', (autoreset) => {
  it.each([
    ['CartPole-v1', 'CartPole-v1', 'CartPole-v1' as const],
    ['a module', droneModule, createDrone],
  ])('do with %s what one thread does, to the bit', async (_, source, inProcess) => {
    const threads = await createThreads(source, { numEnvs: 5, numThreads: 2, autoreset });
    const single = createVectorEnv(inProcess, { numEnvs: 5, autoreset });
    const random = createGenerator(1);
    expect([...threads.reset({ seed: 7 })]).toEqual([...single.reset({ seed: 7 })]);
    expect(threads.infos).toEqual(single.infos);
    let endings = 0;
    for (let t = 0; t < 60; t++) {
      const actions = batch(Array.from({ length: 5 }, () => single.actionSpace.sample(random)));
      const expected = single.step(actions);
      expect(meaning(threads.step(actions))).toEqual(meaning(expected));
      endings += expected.terminated.reduce((sum, ended, i) => sum + ended + expected.truncated[i], 0);
    }
    expect(endings).toBeGreaterThan(5);
    expect(threads.snapshot()).toEqual(single.snapshot());
  });
});

it('each goes on from the snapshot of the other', async () => {
  const threads = await createThreads('Pendulum-v1', { numEnvs: 3, numThreads: 2 });
  const single = createVectorEnv('Pendulum-v1', { numEnvs: 3 });
  single.reset({ seed: 3 });
  const push = Float32Array.of(1, -1, 0.5);
  single.step(push);
  threads.restore(JSON.parse(JSON.stringify(single.snapshot())));
  expect(meaning(threads.step(push))).toEqual(meaning(single.step(push)));
  single.restore(JSON.parse(JSON.stringify(threads.snapshot())));
  expect(meaning(threads.step(push))).toEqual(meaning(single.step(push)));
});

it('resets only what the mask says, and passes the options on', async () => {
  const threads = await createThreads('CartPole-v1', { numEnvs: 3, numThreads: 2, autoreset: 'disabled' });
  const before = [...threads.reset({ seed: 1 })];
  const after = [...threads.reset({ mask: [0, 1, 0], options: { low: 0.25, high: 0.25 } })];
  expect(after).toEqual([...before.slice(0, 4), 0.25, 0.25, 0.25, 0.25, ...before.slice(8)]);
});

describe('worker threads say what is wrong', () => {
  const withCode = (code: string): unknown => expect.objectContaining({ code });

  it('with actions, masks, snapshots and steps that come too early', async () => {
    const threads = await createThreads('CartPole-v1', { numEnvs: 2, numThreads: 2 });
    expect(() => threads.step(Int32Array.of(0, 1))).toThrow(withCode('envs/reset-needed'));
    threads.reset({ seed: 0 });
    expect(() => threads.step(Int32Array.of(0, 2))).toThrow(withCode('envs/invalid-action'));
    expect(() => threads.step(Int32Array.of(0))).toThrow(withCode('envs/invalid-action'));
    expect(() => threads.reset({ mask: [1] })).toThrow(withCode('envs/invalid-reset-options'));
    expect(() => threads.restore({ envs: [] })).toThrow(withCode('envs/invalid-snapshot'));
    expect(threads.reset({ seed: 0 })).toHaveLength(8);
  });

  it.each([
    ['of an unknown id', 'CartPol-v1', { numEnvs: 1 }, 'envs/unknown-env'],
    ['of no module', droneModule.pathname.replace('drone-module', 'drone-env'), { numEnvs: 1 }, 'envs/invalid-module'],
    ['of no environments', 'CartPole-v1', { numEnvs: 0 }, 'envs/invalid-vector'],
    ['of more threads than environments', 'CartPole-v1', { numEnvs: 2, numThreads: 3 }, 'envs/invalid-vector'],
  ])('with a vector %s', async (_, source, options, code) => {
    await expect(createWorkerVectorEnv(source, options)).rejects.toThrow(withCode(code));
  });

  it('with an environment that hangs', async () => {
    const hanging = new URL('../hanging-module.ts', import.meta.url);
    const threads = await createThreads(hanging, { numEnvs: 1, timeoutMs: 300 });
    expect(() => threads.reset({ options: { hang: true } })).toThrow(withCode('envs/worker-silent'));
    expect(() => threads.reset()).toThrow(withCode('envs/worker-silent'));
    expect(() => threads.close()).toThrow(withCode('envs/worker-silent'));
  });
});
