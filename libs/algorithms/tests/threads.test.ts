import { openEngine } from '@cartwheel/nn/node';
import { describe, expect, it } from '@jest/globals';
import { createAlgorithm } from '../src/index.ts';

/** Batches and layers large enough to be shared between threads. */
const SETTINGS = {
  ppo: { numEnvs: 4, nSteps: 64, batchSize: 128, nEpochs: 4 },
  a2c: { numEnvs: 8, nSteps: 8 },
  dqn: { learningStarts: 100, trainFreq: 64, gradientSteps: 32, targetUpdateInterval: 10, netArch: [64, 64] },
  qrdqn: {
    learningStarts: 100,
    trainFreq: 64,
    gradientSteps: 16,
    targetUpdateInterval: 10,
    netArch: [64, 64],
    nQuantiles: 8,
  },
};

async function weightsAfter(algorithm: string, hyperparameters: object, threads: 1 | 2 | 'auto'): Promise<string> {
  using open = await openEngine({ threads });
  const model = await createAlgorithm(algorithm, 'CartPole-v1', {
    seed: 5,
    engine: open.engine,
    hyperparameters: { ...hyperparameters },
  });
  await model.learn({ totalTimesteps: 1024 });
  return model.weightsHash();
}

describe('the same weights on one thread, on two and on as many as are faster', () => {
  it.each(Object.entries(SETTINGS))(
    '%s',
    async (algorithm, hyperparameters) => {
      const alone = await weightsAfter(algorithm, hyperparameters, 1);
      expect(await weightsAfter(algorithm, hyperparameters, 2)).toBe(alone);
      expect(await weightsAfter(algorithm, hyperparameters, 'auto')).toBe(alone);
    },
    120_000,
  );
});
