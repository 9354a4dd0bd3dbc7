import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluatePolicy } from '@cartwheel/callbacks';
import { createVectorEnv, makeEnv, NormalizeVector } from '@cartwheel/envs';
import { createJsEngine } from '@cartwheel/nn';
import { afterAll, describe, expect, it } from '@jest/globals';
import { presetFor } from '../registry.ts';
import { PPO, type PpoOptions } from '../ppo/ppo.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-normalization-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SMALL: PpoOptions = { nSteps: 32, batchSize: 32, nEpochs: 2, netArch: [8], numEnvs: 2, engine: createJsEngine() };
const NORMALIZED: PpoOptions = { ...SMALL, normalizeObservation: true, normalizeReward: true };
const observation = Float32Array.of(0.6, 0.8, -7);

describe('normalisation in a learner', () => {
  it('learns as with a normalised vector around the environments', async () => {
    const inside = await PPO.create('Pendulum-v1', { ...NORMALIZED, gamma: 0.9 });
    const vector = new NormalizeVector(createVectorEnv('Pendulum-v1', { numEnvs: 2 }), { gamma: 0.9 });
    const outside = await PPO.create(vector, { ...SMALL, gamma: 0.9 });
    await inside.learn({ totalTimesteps: 256 });
    await outside.learn({ totalTimesteps: 256 });

    expect(inside.weightsHash()).toBe(outside.weightsHash());
    const rows = Float32Array.from(observation);
    vector.normalizeObservations(rows, rows);
    const seen = { deterministic: true };
    expect(inside.predict(observation, seen)).toEqual(outside.predict(rows, seen));
  });

  it('tells the rewards and returns of the environments', async () => {
    const returns: number[] = [];
    let sum = 0;
    const model = await PPO.create('Pendulum-v1', { ...NORMALIZED, numEnvs: 1 });
    await model.learn({
      totalTimesteps: 400,
      callbacks: [
        {
          onStep: ({ rewards }) => void (sum += rewards[0]),
          onEpisodeEnd: ({ episodeReturn }) => void returns.push(episodeReturn),
        },
      ],
    });

    // A pendulum that is not swung up loses 5 or so a step; normalised rewards are clipped to ±10 around 0.
    expect(returns).toHaveLength(2);
    expect(returns[0]).toBeLessThan(-500);
    expect(sum).toBeLessThanOrEqual(returns[0] + returns[1]);
  });

  it('is frozen while the model predicts and is evaluated', async () => {
    const model = await PPO.create('Pendulum-v1', NORMALIZED);
    await model.learn({ totalTimesteps: 128 });
    const before = model.predict(observation, { deterministic: true });
    const evaluation = await evaluatePolicy(model, makeEnv('Pendulum-v1'), { episodes: 2, seed: 1 });

    expect(model.predict(observation, { deterministic: true })).toEqual(before);
    expect(evaluation.meanReturn).toBeLessThan(-300);
  });

  it('is saved and loaded with the model, and goes on learning', async () => {
    const dir = join(folder, 'model');
    const model = await PPO.create('Pendulum-v1', NORMALIZED);
    await model.learn({ totalTimesteps: 128 });
    await model.save(dir);
    const again = await PPO.load(dir, { engine: createJsEngine() });
    const before = again.predict(observation, { deterministic: true });

    expect(before).toEqual(model.predict(observation, { deterministic: true }));
    await again.learn({ totalTimesteps: 64 });
    expect(again.predict(observation, { deterministic: true })).not.toEqual(before);
  });

  it('refuses NaN and Infinity before they are clipped', async () => {
    const vector = createVectorEnv('Pendulum-v1', { numEnvs: 1 });
    const step = vector.step.bind(vector);
    let steps = 0;
    vector.step = (actions) => {
      const given = step(actions);
      if (++steps === 5) given.observations[1] = Infinity;
      return given;
    };
    const model = await PPO.create(vector, { ...NORMALIZED, numEnvs: 1 });

    await expect(model.learn({ totalTimesteps: 64 })).rejects.toMatchObject({
      code: 'algorithms/not-finite',
      message: expect.stringContaining(
        'observation[1] of environment 0 of Pendulum-v1 must be a finite number; at timestep 5 it is Infinity',
      ),
    });
  });

  it('belongs to the presets that RL-Zoo normalises', () => {
    const normalized = ['MountainCar-v0', 'Acrobot-v1', 'Pendulum-v1', 'CartPole-v1'].filter(
      (id) => presetFor('a2c', id)?.hyperparameters['normalizeObservation'] === true,
    );
    expect(normalized).toEqual(['MountainCar-v0', 'Acrobot-v1', 'Pendulum-v1']);
  });
});
