import { createJsEngine, createWasmEngine, type Engine } from '@cartwheel/nn';
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

async function undividedEngine(): Promise<Engine> {
  const engine = await createWasmEngine();
  return {
    ...engine,
    createMlp: (spec, random, defer) =>
      Object.defineProperty(engine.createMlp(spec, random, defer), 'inPieces', { value: undefined }),
  };
}

/** Learns twice, the second time with others who predict whenever they get a turn: both end alike. Gives the turns. */
async function turnsOf(
  [name, env, hyperparameters]: (typeof CASES)[number],
  engine: Engine,
  untilTimesteps: number,
): Promise<number> {
  const options = { seed: 5, engine, hyperparameters };
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
  undisturbed.dispose();
  disturbed.dispose();
  return turns;
}

describe('a gradient step on a large network', () => {
  it.each(CASES)('gives others turns within it, who may predict: %s, %s, %j', async (...each) => {
    const untilTimesteps = each[0] === 'ppo' ? 128 : 64;
    const turns = await turnsOf(each, await createWasmEngine(), untilTimesteps);
    // One after each step and after each gradient step, of which there are four at most; the others are within.
    expect(turns).toBeGreaterThan(untilTimesteps + 4 + 4);
  });

  it('gives them turns with the js engine too, also within the steps of its optimisers', async () => {
    const medium = { ...OFF_POLICY, netArch: [256, 256] };
    // Of four gradient steps, each with more than 40 million operations in pieces of one million.
    expect(await turnsOf(['sac', 'Pendulum-v1', medium], createJsEngine(), 64)).toBeGreaterThan(64 + 4 * 40);
  });

  it.each(CASES)('may be undivided: %s, %s, %j', async (name, env, large) => {
    const each: (typeof CASES)[number] = [name, env, { ...large, netArch: [8, 8] }];
    expect(await turnsOf(each, await undividedEngine(), name === 'ppo' ? 128 : 64)).toBeGreaterThanOrEqual(64);
  });
});

describe('a gradient step of many quantiles', () => {
  it.each<(typeof CASES)[number]>([
    // 64 rows of 200 · 200 pairs, each of them a piece.
    ['qrdqn', 'CartPole-v1', { ...OFF_POLICY, netArch: [8], dueling: true, trainFreq: 1, gradientSteps: 1 }],
    // Two critics with 64 rows of 50 · 96 pairs, nine of them a piece.
    ['tqc', 'Pendulum-v1', { ...OFF_POLICY, netArch: [8], nQuantiles: 50 }],
  ])('gives others turns within its loss: %s', async (...each) => {
    const [divided, small] = [each, [each[0], each[1], { ...each[2], nQuantiles: 4 }] as (typeof CASES)[number]];
    const engine = await createWasmEngine();
    // Four gradient steps, with fourteen pieces more each at least.
    expect(await turnsOf(divided, engine, 64)).toBeGreaterThan((await turnsOf(small, engine, 64)) + 4 * 14 - 1);
  });
});
