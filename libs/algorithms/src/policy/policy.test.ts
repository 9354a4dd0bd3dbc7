import { Box, Discrete, MultiBinary, MultiDiscrete, type Space } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { createAlgorithm } from '../registry.ts';
import { loadPolicy } from './load-policy.ts';

const SMALL = { netArch: [9, 7] };

const CASES: [string, Space, Record<string, unknown>][] = [
  ['ppo', new Discrete(4, { start: -2 }), { ...SMALL, sharedTrunk: [6], activation: 'silu' }],
  ['ppo', new MultiDiscrete([3, 2]), SMALL],
  ['a2c', new MultiBinary(3), { ...SMALL, activation: 'elu' }],
  ['a2c', new Box({ low: [-0.5, -1], high: [0.5, 1] }), SMALL],
  ['ppo', new Box({ low: -1, high: 1, shape: [2] }), { ...SMALL, useSde: true }],
  ['a2c', new Box({ low: -1, high: 1, shape: [2] }), { netArch: [], useSde: true, fullStd: false }],
  ['ars', new Box({ low: [-0.5, 1], high: [0.5, 3] }), { ...SMALL, zeroPolicy: false, squashOutput: true }],
  ['ars', new MultiDiscrete([3, 2]), { zeroPolicy: false }],
  ['ars', new Box({ low: [-0.5, -1], high: [0.5, 1] }), { ...SMALL, zeroPolicy: false, withBias: true }],
  ['dqn', new Discrete(4, { start: 1 }), { ...SMALL, bufferSize: 10 }],
  ['dqn', new Discrete(4), { ...SMALL, bufferSize: 10, dueling: true }],
  ['dqn', new Discrete(4), { netArch: [9], bufferSize: 10, dueling: true }],
  ['dqn', new Discrete(4), { netArch: [], bufferSize: 10, dueling: true }],
  ['qrdqn', new Discrete(4), { ...SMALL, bufferSize: 10, nQuantiles: 5, dueling: true }],
  ['qrdqn', new Discrete(4), { ...SMALL, bufferSize: 10, nQuantiles: 5 }],
  ['sac', new Box({ low: [-0.5, -1], high: [0.5, 3] }), { ...SMALL, bufferSize: 10 }],
  ['td3', new Box({ low: [-0.5, -1], high: [0.5, 3] }), { ...SMALL, bufferSize: 10 }],
  ['sac', new Box({ low: [-0.5, -1], high: [0.5, 3] }), { ...SMALL, bufferSize: 10, useSde: true }],
  ['tqc', new Box({ low: [-0.5, -1], high: [0.5, 3] }), { ...SMALL, bufferSize: 10 }],
];

describe.each(CASES)('the exported policy of %s on %s, %j', (algorithm, space, hyperparameters) => {
  it('acts as the learner does', async () => {
    const random = createGenerator(1);
    const model = await createAlgorithm(algorithm, () => new IdentityEnv(space), { seed: 2, hyperparameters });
    const policy = loadPolicy(model.exportPolicy('safetensors'));

    for (let i = 0; i < 40; i++) {
      const observation = space.sample(random);
      const expected = model.predict(observation, { deterministic: true });
      const action = policy.predict(observation, { deterministic: true });
      expect(space.contains(action)).toBe(true);
      // Engines round otherwise than the policy reader, by a few units in the last place of a float32.
      expect(distance(action, expected)).toBeLessThan(1e-6);
    }
  });
});

/** The largest difference between two actions; infinite where they are not of one form. */
function distance(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map((action) =>
    action instanceof Int32Array || action instanceof Uint8Array ? Float32Array.from(action) : action,
  );
  if (typeof left === 'number' && typeof right === 'number') return Math.abs(left - right);
  if (!(left instanceof Float32Array && right instanceof Float32Array && left.length === right.length)) return Infinity;
  return Math.max(...left.map((value, i) => Math.abs(value - right[i])));
}

describe('loadPolicy', () => {
  const create = (space: Space) => createAlgorithm('ppo', () => new IdentityEnv(space), { hyperparameters: SMALL });

  it('draws without `deterministic`, the same for the same seed, and never what is masked', async () => {
    const bytes = (await create(new Discrete(4))).exportPolicy('safetensors');
    const draws = (seed: number): unknown[] => {
      const policy = loadPolicy(bytes, { seed });
      return Array.from({ length: 40 }, () => policy.predict(0, { actionMask: Uint8Array.of(1, 0, 1, 1) }));
    };

    expect(new Set(draws(0))).toEqual(new Set([0, 2, 3]));
    expect(draws(0)).toEqual(draws(0));
    expect(draws(1)).not.toEqual(draws(0));
  });

  it('scales observations as they were scaled in training', async () => {
    const hyperparameters = { ...SMALL, nSteps: 64, normalizeObservation: true, normalizeReward: true };
    const model = await createAlgorithm('a2c', 'Pendulum-v1', { hyperparameters });
    await model.learn({ totalTimesteps: 128 });
    const policy = loadPolicy(model.exportPolicy('safetensors'));

    for (const observation of [Float32Array.of(0.2, -0.9, 3), Float32Array.of(1, 0, -8), Float32Array.of(0, 1, 1e6)]) {
      const expected = numberOf(model.predict(observation, { deterministic: true }));
      expect(numberOf(policy.predict(observation, { deterministic: true }))).toBeCloseTo(expected, 5);
    }
  });

  it('draws with the deviations of gSDE', async () => {
    const space = new Box({ low: -10, high: 10, shape: [2] });
    const settings = { netArch: [], useSde: true, logStdInit: -1 };
    const model = await createAlgorithm('ppo', () => new IdentityEnv(space), { hyperparameters: settings });
    const policy = loadPolicy(model.exportPolicy('safetensors'));
    const spreadAt = (observation: Float32Array): number => {
      const mean = numberOf(policy.predict(observation, { deterministic: true }));
      const squares = Array.from({ length: 2000 }, () => (numberOf(policy.predict(observation)) - mean) ** 2);
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    };

    expect(spreadAt(Float32Array.of(3, 4)) / (5 * Math.exp(-1))).toBeCloseTo(1, 1);
    expect(spreadAt(Float32Array.of(0, 0))).toBeLessThan(0.002);
  });

  it('refuses what is no policy, a wrong observation and NaN', async () => {
    const model = await create(new Box({ low: -1, high: 1, shape: [2] }));
    const policy = loadPolicy(model.exportPolicy('safetensors'));

    expect(() => loadPolicy(model.exportPolicy('onnx'))).toThrow(code('algorithms/not-a-policy'));
    expect(() => loadPolicy(new Uint8Array(3))).toThrow(code('algorithms/not-a-policy'));
    expect(() => policy.predict(Float32Array.of(1))).toThrow(code('algorithms/wrong-observation'));
    expect(() => policy.predict(Float32Array.of(1, Number.NaN))).toThrow(code('algorithms/not-finite'));
    expect(() => policy.predict(Float32Array.of(1, 1), { actionMask: Uint8Array.of(1, 1) })).toThrow(
      code('algorithms/invalid-action-mask'),
    );
  });

  it('takes at most 30 kB of a page, gzipped', async () => {
    const { outputFiles } = await build({
      entryPoints: [new URL('index.ts', import.meta.url).pathname],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['@cartwheel/source'],
      logLevel: 'silent',
    });

    expect(gzipSync(outputFiles[0].contents).length).toBeLessThanOrEqual(30_000);
  });
});

function numberOf(action: unknown): number {
  if (action instanceof Float32Array) return action[0];
  throw new Error('an action in a Box was expected');
}

function code(expected: string): unknown {
  return expect.objectContaining({ code: expected });
}
