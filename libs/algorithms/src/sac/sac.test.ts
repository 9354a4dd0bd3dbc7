import { Box, Discrete } from '@cartwheel/envs';
import { createJsEngine } from '@cartwheel/nn';
import { resultOf } from '@cartwheel/nn/testing';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { collectStatistics } from '../../tests/collect-statistics.ts';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { ClippedDoubleQ } from '../off-policy/continuous/clipped-double-q.ts';
import { Critics } from '../off-policy/continuous/critics.ts';
import { ReplayBuffer } from '../off-policy/replay-buffer.ts';
import { UniformReplay } from '../off-policy/uniform-replay.ts';
import { createEntropyCoefficient } from './entropy-coefficient.ts';
import { SAC, type SacOptions } from './sac.ts';
import { SacUpdate } from './sac-update.ts';
import { SquashedActor } from './squashed-actor.ts';

const SMALL: SacOptions = { bufferSize: 500, learningStarts: 50, batchSize: 16, netArch: [8] };

async function hashAfter(options: SacOptions): Promise<string> {
  const model = await SAC.create('Pendulum-v1', { engine: createJsEngine(), ...SMALL, ...options });
  await model.learn({ totalTimesteps: 200 });
  return model.weightsHash();
}

describe('SAC', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    expect(await hashAfter({ seed: 3 })).toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 4 })).not.toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 3 })).toBe('0b2c9f100c7ab187e136f1dd3361b1f98d18322888a4e46c8fc7e8b21d6ff7b7');
  });

  it.each<SacOptions>([
    { entCoef: 0.1 },
    { entCoef: 'auto_0.5' },
    { targetEntropy: -3 },
    { nCritics: 3 },
    { nSteps: 3 },
    { gradientSteps: 2, targetUpdateInterval: 2 },
  ])('learns otherwise with %j', async (options) => {
    expect(await hashAfter(options)).not.toBe(await hashAfter({}));
  });

  it('tells Stable-Baselines3’s statistics', async () => {
    const { statistics, callbacks } = collectStatistics();
    const model = await SAC.create('Pendulum-v1', { ...SMALL, learningRate: 'lin_0.01' });
    await model.learn({ totalTimesteps: 200, callbacks });

    const number = expect.any(Number);
    expect(statistics[0]).toEqual({
      actor_loss: number,
      critic_loss: number,
      ent_coef: number,
      ent_coef_loss: number,
      learning_rate: expect.closeTo(0.005),
    });
  });

  it('learns episode by episode, as many steps as there were', async () => {
    const model = await SAC.create(() => new IdentityEnv(new Box({ low: -2, high: 1, shape: [2] })), {
      ...SMALL,
      trainFreqUnit: 'episode',
      gradientSteps: -1,
    });
    const updates: number[] = [];
    const callbacks = [{ onUpdate: (event: { updates: number }) => void updates.push(event.updates) }];

    expect(await model.learn({ totalTimesteps: 300, callbacks })).toMatchObject({ timesteps: 300, updates: 300 });
    expect(updates).toEqual([100, 200, 300]);
  });

  it.each<[SacOptions, string]>([
    [{ entCoef: -1 }, 'entCoef of sac must be'],
    [{ trainFreqUnit: 'episode', numEnvs: 2 }, 'numEnvs must be 1'],
  ])('refuses %j', async (options, message) => {
    await expect(SAC.create('Pendulum-v1', options)).rejects.toMatchObject({
      code: 'algorithms/invalid-hyperparameter',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    [new Discrete(2), 'Learn with ppo'],
    [new Box({ low: -Infinity, high: 1, shape: [1] }), 'Bound it'],
  ])('refuses actions of %s', async (actionSpace, advice) => {
    const identity = (): IdentityEnv =>
      Object.assign(new IdentityEnv(new Box({ low: 0, high: 1, shape: [1] })), { actionSpace });
    await expect(SAC.create(identity)).rejects.toMatchObject({
      code: 'algorithms/unsupported-action-space',
      message: expect.stringContaining(advice),
    });
  });
});

const BATCH = 6;
const ALPHA = 0.2;

/** One gradient step on a full buffer, with networks small enough to differentiate by hand. */
function oneStep() {
  const engine = createJsEngine();
  const random = createGenerator(5);
  const sizes = { observationSize: 3, actionSize: 2, netArch: [5], activation: 'tanh' } as const;
  const actor = new SquashedActor(engine, { ...sizes, capacity: BATCH }, random);
  const critics = new Critics(engine, { ...sizes, count: 2, atoms: 1 }, BATCH, random);
  const targets = new Critics(engine, { ...sizes, count: 2, atoms: 1 }, BATCH, random);
  const buffer = new ReplayBuffer(20, 3, { type: 'float32', size: 2 });
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.standardNormal());
  for (let i = 0; i < 20; i++) {
    const action = normals(2).map(Math.tanh);
    const discount = i % 4 === 0 ? 0 : 0.9;
    buffer.add({ observation: normals(3), action, reward: i / 10, discount, nextObservation: normals(3) });
  }
  const networks = { actor, critics, targets };
  return { engine, buffer, ...networks, objective: new ClippedDoubleQ({ batchSize: BATCH, lossScale: 0.5 }) };
}

describe('a gradient step of SAC', () => {
  /** Of one row of a tanh network of one hidden layer, from its flat parameters. */
  function forward(parameters: ArrayLike<number>, inputs: number[], hidden: number, outputs: number): number[] {
    const at = inputs.length * hidden;
    const values = Array.from({ length: hidden }, (_, h) =>
      Math.tanh(inputs.reduce((sum, x, i) => sum + x * parameters[i * hidden + h], parameters[at + h])),
    );
    const head = at + hidden;
    return Array.from({ length: outputs }, (_, o) =>
      values.reduce(
        (sum, value, h) => sum + value * parameters[head + h * outputs + o],
        parameters[head + hidden * outputs + o],
      ),
    );
  }

  function squash(outputs: number[], noise: number[]): { action: number[]; logProbability: number } {
    let logProbability = 0;
    const action = noise.map((z, at) => {
      const squashed = Math.tanh(outputs[at] + Math.exp(outputs[2 + at]) * z);
      logProbability +=
        -0.5 * z * z - outputs[2 + at] - 0.5 * Math.log(2 * Math.PI) - Math.log(1 - squashed ** 2 + 1e-6);
      return squashed;
    });
    return { action, logProbability };
  }

  const slopesOf = (loss: (parameters: Float64Array) => number, parameters: Float32Array): number[] => {
    const exact = Float64Array.from(parameters);
    const step = 1e-5;
    return Array.from(
      exact,
      (value, i) => (loss(exact.with(i, value + step)) - loss(exact.with(i, value - step))) / (2 * step),
    );
  };

  it('has the targets of the definition, and the gradients of its losses in every parameter', () => {
    const { engine, buffer, actor, critics, targets, objective } = oneStep();
    const entropy = createEntropyCoefficient(engine, ALPHA, -2);
    const sgd = (parts: object) => engine.createOptimizer(Object.values(parts), { kind: 'sgd' });
    const replay = new UniformReplay(buffer, BATCH, createGenerator(1));
    const optimizers = { actorOptimizer: sgd(actor.trained), criticOptimizer: sgd(critics.trained) };
    const stepRandom = createGenerator(2);
    const update = new SacUpdate({
      actor,
      critics,
      targets,
      objective,
      entropy,
      replay,
      ...optimizers,
      noiseRandom: stepRandom,
    });
    const before = {
      actor: actor.network.readParameters(),
      critics: Object.values(critics.trained).map((critic) => critic.readParameters()),
      targets: Object.values(targets.trained).map((critic) => critic.readParameters()),
    };

    // A learning rate of 0 leaves the gradients to be read and the parameters as they are.
    resultOf(
      update.learn(
        { learningRate: 0, progressRemaining: 1, timesteps: 0, index: 1 },
        { tau: 1, targetUpdateInterval: 2 },
      ),
    );

    const rows = createGenerator(1);
    const batch = buffer.createBatch(BATCH);
    buffer.gather(
      Int32Array.from({ length: BATCH }, () => rows.integers(20)),
      batch,
    );
    const noiseRandom = createGenerator(2);
    const [nextNoise, noise] = [0, 1].map(() =>
      Array.from({ length: BATCH }, () => [noiseRandom.standardNormal(), noiseRandom.standardNormal()]),
    );
    const row = (values: ArrayLike<number>, at: number, size: number): number[] =>
      Array.from({ length: size }, (_, i) => values[at * size + i]);
    const q = (parameters: ArrayLike<number>, observation: number[], action: number[]): number =>
      forward(parameters, [...observation, ...action], 5, 1)[0];

    const goals = Array.from({ length: BATCH }, (_, i) => {
      const observation = row(batch.nextObservations, i, 3);
      const { action, logProbability } = squash(forward(before.actor, observation, 5, 4), nextNoise[i]);
      const least = Math.min(...before.targets.map((parameters) => q(parameters, observation, action)));
      return batch.rewards[i] + batch.discounts[i] * (least - ALPHA * logProbability);
    });
    before.critics.forEach((parameters, c) => {
      const loss = (given: ArrayLike<number>): number =>
        goals.reduce((sum, goal, i) => {
          const value = q(given, row(batch.observations, i, 3), row(batch.actions, i, 2));
          return sum + (0.5 * (value - goal) ** 2) / BATCH;
        }, 0);
      const gradient = [...Object.values(critics.trained)[c].readGradients()];
      expect(gradient).toEqual(slopesOf(loss, parameters).map((slope) => expect.closeTo(slope, 4)));
    });
    const actorLoss = (given: ArrayLike<number>): number =>
      goals.reduce((sum, _, i) => {
        const observation = row(batch.observations, i, 3);
        const { action, logProbability } = squash(forward(given, observation, 5, 4), noise[i]);
        const least = Math.min(...before.critics.map((parameters) => q(parameters, observation, action)));
        return sum + (ALPHA * logProbability - least) / BATCH;
      }, 0);
    expect([...actor.network.readGradients()]).toEqual(
      slopesOf(actorLoss, before.actor).map((slope) => expect.closeTo(slope, 4)),
    );
    expect(update.takeStatistics()).toMatchObject({ actor_loss: expect.closeTo(actorLoss(before.actor), 4) });
  });

  it('learns an entropy coefficient as Adam would from its gradient', () => {
    const entropy = createEntropyCoefficient(createJsEngine(), 'auto_0.5', -2);
    const loss = entropy.learn(Float32Array.of(1, 2), 0.01);

    // −log α · mean(log π + target): the slope is −(1.5 − 2), and Adam's first step is the learning rate.
    expect(loss).toBeCloseTo(-Math.log(0.5) * -0.5, 6);
    expect(Math.log(entropy.value)).toBeCloseTo(Math.log(0.5) - 0.01, 5);
  });
});
