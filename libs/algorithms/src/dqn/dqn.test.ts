import { Box, Discrete, type Info, type ResetResult } from '@cartwheel/envs';
import { describe, expect, it, jest } from '@jest/globals';
import { createJsEngine } from '@cartwheel/nn';
import { collectStatistics } from '../../tests/collect-statistics.ts';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { QRDQN } from '../qrdqn/qrdqn.ts';
import { DQN, type DqnOptions } from './dqn.ts';

const SMALL: DqnOptions = { bufferSize: 500, learningStarts: 50, batchSize: 16, netArch: [8], trainFreq: 4 };

const identity = (): IdentityEnv => new IdentityEnv(new Discrete(4));

async function hashAfter(options: DqnOptions): Promise<string> {
  const model = await DQN.create('CartPole-v1', { engine: createJsEngine(), ...SMALL, ...options });
  await model.learn({ totalTimesteps: 300 });
  return model.weightsHash();
}

describe('DQN', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    expect(await hashAfter({ seed: 3 })).toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 4 })).not.toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 3 })).toBe('1bec0700de709f345fad7b338b13ef155d5880c7fe600c5902341bca1f5cfbe2');
  });

  it.each<DqnOptions>([{ doubleQ: true }, { dueling: true }, { nSteps: 3 }, { prioritizedReplay: true }])(
    'learns otherwise with %j',
    async (options) => {
      const base = { learningRate: 0.02, gradientSteps: 4 };
      expect(await hashAfter({ ...base, ...options })).not.toBe(await hashAfter(base));
    },
  );

  it('takes as many gradient steps as it is told, and none before learningStarts', async () => {
    const counts: number[] = [];
    const callbacks = [{ onUpdate: ({ updates }: { updates: number }) => void counts.push(updates) }];
    const model = await DQN.create('CartPole-v1', { ...SMALL, learningStarts: 100, gradientSteps: 3 });
    await model.learn({ totalTimesteps: 300, callbacks });
    expect(counts).toEqual([75, 150]);

    const all = await DQN.create('CartPole-v1', { ...SMALL, learningStarts: 100, gradientSteps: -1, numEnvs: 2 });
    expect(await all.learn({ totalTimesteps: 304 })).toMatchObject({ timesteps: 304, updates: 208 });
  });

  it('tells Stable-Baselines3’s statistics', async () => {
    const { statistics, callbacks } = collectStatistics();
    const model = await DQN.create('CartPole-v1', { ...SMALL, learningRate: 'lin_0.1', explorationFraction: 1 });
    await model.learn({ totalTimesteps: 200, callbacks });

    expect(statistics).toHaveLength(2);
    expect(statistics[0]).toEqual({
      loss: expect.any(Number),
      learning_rate: expect.closeTo(0.05),
      exploration_rate: expect.closeTo(0.52, 1),
    });
    expect(statistics[1]).toMatchObject({ learning_rate: 0 });
  });

  it('stops within a burst when it is told to', async () => {
    const controller = new AbortController();
    const model = await DQN.create('CartPole-v1', { ...SMALL, gradientSteps: 10_000_000 });
    const callbacks = [{ onEpisodeEnd: () => void setImmediate(() => controller.abort('Ctrl-C')) }];

    const result = await model.learn({ totalTimesteps: 1000, signal: controller.signal, callbacks });

    expect(result).toMatchObject({ outcome: 'stopped', reason: 'Ctrl-C' });
  });

  it('explores without `deterministic`, and does not with it', async () => {
    const model = await DQN.create(identity, SMALL);
    const actions = (deterministic: boolean): Set<unknown> =>
      new Set(Array.from({ length: 60 }, () => model.predict(1, { deterministic })));

    expect(actions(true).size).toBe(1);
    expect(actions(false).size).toBe(4);
  });

  it('refuses an action space that it cannot serve, and closes what it opened', async () => {
    const close = jest.fn<() => void>();
    const actionSpace = new Box({ low: -1, high: 1, shape: [1] });

    await expect(DQN.create(() => Object.assign(identity(), { close, actionSpace }))).rejects.toMatchObject({
      code: 'algorithms/unsupported-action-space',
      message: expect.stringContaining('dqn needs a Discrete action space'),
    });
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('refuses action masks', async () => {
    class Masking extends IdentityEnv {
      protected override info(): Info {
        return { actionMask: Uint8Array.of(1, 1, 1, 1) };
      }
    }
    const model = await DQN.create(() => new Masking(new Discrete(4)), SMALL);

    await expect(model.learn({ totalTimesteps: 10 })).rejects.toMatchObject({
      code: 'algorithms/unsupported-action-mask',
    });
  });

  it('refuses NaN in observations, with the step', async () => {
    class Broken extends IdentityEnv {
      override reset(): ResetResult {
        return [Float32Array.of(Number.NaN), {}];
      }
    }
    const space = new Box({ low: -1, high: 1, shape: [1] });
    const broken = (): Broken => Object.assign(new Broken(space), { actionSpace: new Discrete(2) });
    const model = await DQN.create(broken, SMALL);

    await expect(model.learn({ totalTimesteps: 10 })).rejects.toMatchObject({ code: 'algorithms/not-finite' });
  });
});

describe('QR-DQN', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    const hash = async (): Promise<string> => {
      const model = await QRDQN.create('CartPole-v1', { engine: createJsEngine(), ...SMALL, nQuantiles: 5, seed: 3 });
      await model.learn({ totalTimesteps: 300 });
      return model.weightsHash();
    };

    expect(await hash()).toBe(await hash());
    expect(await hash()).toBe('f8ef4ba7508ee5feacb2d0f9087e3cb0057a1928045299d063719f9b1c798207');
  });
});
