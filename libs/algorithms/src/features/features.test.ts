import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluatePolicy } from '@cartwheel/callbacks';
import { Box, Discrete } from '@cartwheel/envs';
import { createJsEngine } from '@cartwheel/nn';
import { afterAll, describe, expect, it } from '@jest/globals';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { A2C } from '../a2c/a2c.ts';
import { ARS } from '../ars/ars.ts';
import { PPO } from '../ppo/ppo.ts';
import { createAlgorithm, loadAlgorithm } from '../registry.ts';
import { featureFunction } from './feature-function.ts';
import type { FeatureHook } from './feature-hook.ts';

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-features-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const network: FeatureHook = ({ engine, observationSize, random }) =>
  engine.createMlp(
    { inputSize: observationSize, hiddenSizes: [], outputSize: 6, activation: 'tanh', outputActivation: 'silu' },
    random,
  );
const squares = featureFunction(8, (observation, features) => {
  features.set(observation);
  for (let i = 0; i < 4; i++) features[4 + i] = observation[i] ** 2;
});

const identity = (): IdentityEnv => new IdentityEnv(new Discrete(4));
const settings = { engine: createJsEngine(), gamma: 0.4, learningRate: 2e-3, nSteps: 256, nEpochs: 4, netArch: [16] };

describe.each([
  ['a network', network, [], 6 * 4 + 6],
  ['a network below a shared trunk', network, [8], 6 * 4 + 6],
  ['a function', squares, [], 0],
  ['a function below a shared trunk', squares, [8], 0],
])('a features hook of %s', (_name, features, sharedTrunk, weights) => {
  it('comes before the policy’s layers, and is learned with them where it has weights', async () => {
    const model = await PPO.create(identity, { ...settings, sharedTrunk, features });
    const ofFeatures = (): number[] =>
      [...model.parameters()].filter(({ name }) => name.startsWith('features.')).flatMap(({ data }) => [...data]);
    const before = ofFeatures();
    await model.learn({ totalTimesteps: 1_200 });

    expect(before).toHaveLength(weights);
    const changed = ofFeatures().some((value, i) => value !== before[i]);
    expect(changed).toBe(weights > 0);
    const { meanReturn } = await evaluatePolicy(model, identity(), { episodes: 20, seed: 100 });
    expect(meanReturn).toBeGreaterThanOrEqual(90);
  });
});

const settingsOfQ = { gamma: 0.4, learningRate: 2e-3, learningStarts: 100, netArch: [64] };

describe.each([
  ['dqn', {}],
  ['qrdqn', { nQuantiles: 8 }],
])('a features hook of %s', (algorithm, ofAlgorithm) => {
  it.each([
    { name: 'a network', features: network, dueling: false },
    { name: 'a network', features: network, dueling: true },
    { name: 'a function', features: squares, dueling: false },
  ])('comes before both networks: $name, dueling: $dueling', async ({ features, dueling }) => {
    const hyperparameters = { ...settingsOfQ, ...ofAlgorithm, dueling };
    const model = await createAlgorithm(algorithm, identity, { engine: createJsEngine(), features, hyperparameters });
    const owners = [...(model.parameters?.() ?? [])]
      .map(({ name }) => name)
      .filter((name) => name.includes('features.'));
    await model.learn({ totalTimesteps: 1_200 });
    const dir = join(folder, `${algorithm}-${String(dueling)}-${owners.length}`);
    await model.save(dir);
    const again = await loadAlgorithm(dir, { features });

    const ofBoth = ['', 'target.'].flatMap((owner) =>
      ['weight', 'bias'].map((tensor) => `${owner}features.layers.0.${tensor}`),
    );
    expect(owners).toEqual(features === network ? ofBoth : []);
    expect(again.weightsHash()).toBe(model.weightsHash());
    const { meanReturn } = await evaluatePolicy(again, identity(), { episodes: 20, seed: 100 });
    expect(meanReturn).toBeGreaterThanOrEqual(90);
    expect(() => model.exportPolicy('onnx')).toThrow(
      expect.objectContaining({ code: 'algorithms/unsupported-export' }),
    );
  });
});

describe('a features hook', () => {
  it('is given again to load a model', async () => {
    const dir = join(folder, 'model');
    const model = await A2C.create(identity, { features: network });
    await model.save(dir);
    const again = await A2C.load(dir, { features: network });

    expect(again.weightsHash()).toBe(model.weightsHash());
    await expect(A2C.load(dir)).rejects.toMatchObject({
      code: 'algorithms/invalid-features',
      message: expect.stringContaining('with a features hook that gives 6 numbers; none was given'),
    });
    await expect(A2C.load(dir, { features: squares })).rejects.toMatchObject({ code: 'algorithms/invalid-features' });
  });

  it('is what gSDE’s noise is a function of where nothing lies above it', async () => {
    const box = (): IdentityEnv => new IdentityEnv(new Box({ low: -1, high: 1, shape: [2] }));
    const features = featureFunction(3, ([x, y], target) => target.set([x, y, 1]));
    const model = await PPO.create(box, { useSde: true, netArch: [], nSteps: 16, batchSize: 16, features });
    const noise = [...model.parameters()].find(({ name }) => name === 'distribution.log_std');

    expect(noise?.data).toHaveLength(3 * 2);
    await expect(model.learn({ totalTimesteps: 32 })).resolves.toMatchObject({ outcome: 'completed' });
  });

  it('has to fit the observations, the engine and the algorithm, and is no part of an exported policy', async () => {
    const wrong: FeatureHook = ({ engine, random }) =>
      engine.createMlp({ inputSize: 3, hiddenSizes: [], outputSize: 2, activation: 'tanh' }, random);
    const foreign: FeatureHook = (parts) => network({ ...parts, engine: createJsEngine() });

    await expect(PPO.create(identity, { features: wrong })).rejects.toMatchObject({
      code: 'algorithms/invalid-features',
      message: expect.stringContaining('must take observations of 4 numbers; it takes 3'),
    });
    await expect(PPO.create(identity, { features: foreign })).rejects.toMatchObject({ code: 'nn/foreign-network' });
    await expect(ARS.create(identity, { features: network })).rejects.toMatchObject({
      code: 'algorithms/invalid-features',
      message: expect.stringContaining('ars takes no features hook'),
    });
    const model = await PPO.create(identity, { features: squares });
    expect(() => model.exportPolicy('onnx')).toThrow(
      expect.objectContaining({ code: 'algorithms/unsupported-export' }),
    );
  });
});
