import { evaluatePolicy, type TrainingCallback } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import { describe, expect, it, jest } from '@jest/globals';
import { createJsEngine } from '@cartwheel/nn';
import { PPO, type PpoOptions } from './ppo.ts';

const SMALL: PpoOptions = { nSteps: 16, batchSize: 32, nEpochs: 2, numEnvs: 4, netArch: [8] };

async function hashAfter(options: PpoOptions, callbacks: TrainingCallback[] = []): Promise<string> {
  const model = await PPO.create('CartPole-v1', { engine: createJsEngine(), ...SMALL, ...options });
  await model.learn({ totalTimesteps: 320, callbacks });
  return model.weightsHash();
}

describe('PPO', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    expect(await hashAfter({ seed: 3 })).toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 4 })).not.toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 3 })).toBe('a091922f9890caa9f87d65d0bae51aee10a8f5cd757a282485cc70c98e2a0741');
  });

  it('is not disturbed by predictions and evaluations in between', async () => {
    const env = makeEnv('CartPole-v1');
    const evaluating: TrainingCallback = {
      mode: 'await',
      async onStep({ timesteps }, session) {
        if (timesteps % 64 === 0) await evaluatePolicy(session, env, { episodes: 1, deterministic: false });
      },
      onUpdate: (_event, session) => void session.predict(Float32Array.of(0, 0, 0, 0)),
    };

    expect(await hashAfter({}, [evaluating])).toBe(await hashAfter({}));
  });

  it('finishes the last rollout, and goes on with the next learn()', async () => {
    const model = await PPO.create('CartPole-v1', SMALL);

    const first = await model.learn({ totalTimesteps: 65 });
    const second = await model.learn({ totalTimesteps: 64 });

    expect(first).toMatchObject({ outcome: 'completed', timesteps: 128, updates: 4 });
    expect(second).toMatchObject({ outcome: 'completed', timesteps: 192, updates: 6 });
    expect(model.timesteps).toBe(192);
    expect(first.seconds).toBeGreaterThan(0);
  });

  it('ends schedules at their end, though the last rollout goes past the budget', async () => {
    const rates: number[] = [];
    const model = await PPO.create('CartPole-v1', { ...SMALL, learningRate: 'lin_0.1' });

    await model.learn({
      totalTimesteps: 100,
      callbacks: [{ onUpdate: ({ statistics }) => void rates.push(statistics.learning_rate) }],
    });

    expect(rates).toEqual([expect.closeTo(0.036), 0]);
  });

  it('refuses a second learn() while the first goes on', async () => {
    const model = await PPO.create('CartPole-v1', SMALL);

    const first = model.learn({ totalTimesteps: 64 });

    await expect(model.learn({ totalTimesteps: 64 })).rejects.toMatchObject({ code: 'algorithms/busy' });
    await expect(first).resolves.toMatchObject({ outcome: 'completed' });
  });
});

describe('an update of PPO', () => {
  it('ends early where the policy moved further than targetKl allows', async () => {
    const far: PpoOptions = { ...SMALL, nEpochs: 10, learningRate: 0.05 };
    const free = await PPO.create('CartPole-v1', far);
    const bound = await PPO.create('CartPole-v1', { ...far, targetKl: 1e-4 });

    expect((await free.learn({ totalTimesteps: 64 })).updates).toBe(10);
    expect((await bound.learn({ totalTimesteps: 64 })).updates).toBeLessThan(10);
  });

  it('takes a batch larger than the rollout as the whole rollout, with a warning', async () => {
    const onWarning = jest.fn<(message: string) => void>();
    const whole = await hashAfter({ batchSize: 64, onWarning });
    expect(onWarning).not.toHaveBeenCalled();

    expect(await hashAfter({ batchSize: 1000, onWarning })).toBe(whole);
    expect(onWarning).toHaveBeenCalledWith(expect.stringContaining('batchSize 1000 is larger than the rollout of 64'));
  });

  it('learns from the rows that are left where batches do not fit, with a warning', async () => {
    const onWarning = jest.fn<(message: string) => void>();
    const model = await PPO.create('CartPole-v1', { ...SMALL, batchSize: 40, onWarning });

    await expect(model.learn({ totalTimesteps: 64 })).resolves.toMatchObject({ outcome: 'completed' });
    expect(onWarning).toHaveBeenCalledWith(expect.stringContaining('the last minibatch has 24 rows'));
  });
});
