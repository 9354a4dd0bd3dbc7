import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PPO } from './ppo/ppo.ts';
import { algorithmNames, createAlgorithm, hyperparametersOf, loadAlgorithm, presetFor } from './registry.ts';

const SMALL = { nSteps: 8, batchSize: 16, netArch: [4] };

describe('the registry', () => {
  it('makes a learner by name', async () => {
    const hyperparameters = { ...SMALL, learningRate: 'lin_0.1' };
    const model = await createAlgorithm('ppo', 'CartPole-v1', { seed: 2, numEnvs: 3, hyperparameters });

    expect(model).toBeInstanceOf(PPO);
    expect(model).toMatchObject({ name: 'ppo', seed: 2, numEnvs: 3, envId: 'CartPole-v1' });
    expect(model.hyperparameters).toMatchObject({ nSteps: 8, learningRate: { kind: 'linear', from: 0.1, to: 0 } });
  });

  it('names the nearest algorithm', async () => {
    await expect(createAlgorithm('pppo', 'CartPole-v1')).rejects.toMatchObject({
      code: 'algorithms/unknown-algorithm',
      message: `There is no algorithm 'pppo'; the nearest is 'ppo'. There are: ${algorithmNames().join(', ')}.`,
    });
    expect(() => presetFor('toString', 'CartPole-v1')).toThrow(
      expect.objectContaining({ code: 'algorithms/unknown-algorithm' }),
    );
    expect(algorithmNames()).toEqual(
      expect.arrayContaining(['ppo', 'a2c', 'dqn', 'qrdqn', 'sac', 'td3', 'ddpg', 'tqc', 'ars']),
    );
  });

  it('names the nearest hyperparameter', async () => {
    await expect(
      createAlgorithm('ppo', 'CartPole-v1', { hyperparameters: { learning_rate: 1 } }),
    ).rejects.toMatchObject({ code: 'algorithms/unknown-hyperparameter' });
  });

  it('has RL-Zoo’s preset for CartPole, and none for what nobody tuned', () => {
    expect(presetFor('ppo', 'CartPole-v1')).toMatchObject({ totalTimesteps: 100_000, numEnvs: 8 });
    expect(presetFor('ppo', 'toString')).toBeUndefined();
  });

  it('tells what may change live', () => {
    const live = Object.entries(hyperparametersOf('ppo')).filter(([, { live: isLive }]) => isLive);

    expect(live.map(([name]) => name)).toEqual([
      'learningRate',
      'nEpochs',
      'clipRange',
      'clipRangeVf',
      'targetKl',
      'entCoef',
      'vfCoef',
      'maxGradNorm',
      'sdeSampleFreq',
    ]);
  });

  it('loads a model whatever its algorithm', async () => {
    const root = await mkdtemp(join(tmpdir(), 'cartwheel-registry-'));
    try {
      const dir = join(root, 'model');
      const model = await createAlgorithm('ppo', 'CartPole-v1', { hyperparameters: SMALL });
      const hash = await model.save(dir);

      const loaded = await loadAlgorithm(dir);

      expect(loaded).toBeInstanceOf(PPO);
      expect(loaded.weightsHash()).toBe(hash);
      expect(JSON.parse(await readFile(join(dir, 'model.json'), 'utf8'))).toMatchObject({
        formatVersion: 1,
        algorithm: 'ppo',
        observationSpace: { kind: 'box', shape: [4] },
        actionSpace: { kind: 'discrete', n: 2 },
        weightsHash: hash,
      });
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
