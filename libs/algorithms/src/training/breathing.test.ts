import { createWasmEngine } from '@cartwheel/nn';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createAlgorithm } from '../registry.ts';
import { TrainingRun } from './training-run.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** Large enough that each pass through its networks is divided; few gradient steps, since one takes 10 to 30 ms. */
const LARGE = { netArch: [512, 512], batchSize: 64 };
const ON_POLICY = { netArch: [512, 512], nSteps: 64, orthoInit: false };
const OFF_POLICY = { ...LARGE, learningStarts: 60, bufferSize: 100 };

const CASES: [string, string, Record<string, unknown>][] = [
  ['ppo', 'CartPole-v1', { ...LARGE, ...ON_POLICY, nSteps: 128, nEpochs: 2 }],
  ['ppo', 'CartPole-v1', { ...LARGE, ...ON_POLICY, nEpochs: 2, sharedTrunk: [512] }],
  ['ppo', 'Pendulum-v1', { ...LARGE, ...ON_POLICY, nEpochs: 2, useSde: true }],
  ['a2c', 'CartPole-v1', ON_POLICY],
  ['dqn', 'CartPole-v1', { ...OFF_POLICY, doubleQ: true, dueling: true }],
  ['qrdqn', 'CartPole-v1', OFF_POLICY],
  ['sac', 'Pendulum-v1', OFF_POLICY],
  ['sac', 'Pendulum-v1', { ...OFF_POLICY, useSde: true }],
  ['td3', 'Pendulum-v1', OFF_POLICY],
  ['tqc', 'Pendulum-v1', OFF_POLICY],
];

describe('a gradient step on a large network', () => {
  it.each(CASES)('gives others turns within it, who may predict: %s, %s, %j', async (name, env, hyperparameters) => {
    const engine = await createWasmEngine();
    const options = { seed: 5, engine, hyperparameters };
    const untilTimesteps = name === 'ppo' ? 128 : 64;
    const undisturbed = await createAlgorithm(name, env, options);
    await undisturbed.learn({ untilTimesteps });

    const disturbed = await createAlgorithm(name, env, options);
    const observation = env === 'CartPole-v1' ? Float32Array.of(0.1, 0, 0.2, 0) : Float32Array.of(1, 0, 0.3);
    let turns = 0;
    jest.spyOn(TrainingRun.prototype, 'breathe').mockImplementation(() => {
      turns += 1;
      disturbed.predict(observation, { deterministic: turns % 2 === 0 });
      return undefined;
    });
    await disturbed.learn({ untilTimesteps });

    expect(disturbed.weightsHash()).toBe(undisturbed.weightsHash());
    // One after each step and after each gradient step, of which there are four at most; the others are within.
    expect(turns).toBeGreaterThan(untilTimesteps + 4 + 4);
    undisturbed.dispose();
    disturbed.dispose();
  });
});
