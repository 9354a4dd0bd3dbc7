import { evaluatePolicy } from '@cartwheel/callbacks';
import { makeEnv } from '@cartwheel/envs';
import { createJsEngine, type Engine } from '@cartwheel/nn';
import { describe, expect, it } from '@jest/globals';
import { createAlgorithm } from '../../src/registry.ts';

const createEngine = (): Engine => createJsEngine();

/**
 * RL-Zoo's presets, with fewer steps for A2C and a smaller network for DQN: what the plain engine does in half a minute.
 * PPO's whole preset is trained by the trainer's own test.
 */
const CASES: [algorithm: string, seed: number, totalTimesteps: number, hyperparameters: Record<string, unknown>][] = [
  ['a2c', 0, 200_000, {}],
  ['dqn', 0, 50_000, { netArch: [64, 64] }],
];

describe.each(CASES)('%s on CartPole-v1 (seed %d, %d steps)', (algorithm, seed, totalTimesteps, hyperparameters) => {
  it('reaches a mean return of at least 475 over 20 episodes', async () => {
    const options = { seed, preset: 'tuned', engine: createEngine(), hyperparameters } as const;
    const model = await createAlgorithm(algorithm, 'CartPole-v1', options);

    await model.learn({ totalTimesteps });

    const { meanReturn } = await evaluatePolicy(model, makeEnv('CartPole-v1'), { episodes: 20, seed: 1000 });
    expect(meanReturn).toBeGreaterThanOrEqual(475);
  }, 300_000);
});
