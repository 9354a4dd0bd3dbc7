import { createJsEngine } from '@cartwheel/nn';
import { resultOf } from '@cartwheel/nn/testing';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { DDPG } from '../ddpg/ddpg.ts';
import { ClippedDoubleQ } from '../off-policy/continuous/clipped-double-q.ts';
import { Critics } from '../off-policy/continuous/critics.ts';
import { ReplayBuffer } from '../off-policy/replay-buffer.ts';
import { UniformReplay } from '../off-policy/uniform-replay.ts';
import { DeterministicActor } from './deterministic-actor.ts';
import { TD3, type Td3Options } from './td3.ts';
import { Td3Update } from './td3-update.ts';

const SMALL: Td3Options = {
  bufferSize: 500,
  learningStarts: 50,
  batchSize: 16,
  netArch: [8],
  actionNoise: 'normal',
};

async function hashAfter(options: Td3Options, algorithm: typeof TD3 | typeof DDPG = TD3): Promise<string> {
  const model = await algorithm.create('Pendulum-v1', { engine: createJsEngine(), ...SMALL, ...options });
  await model.learn({ totalTimesteps: 200 });
  return model.weightsHash();
}

describe('TD3', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    expect(await hashAfter({ seed: 3 })).toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 3 })).toBe('7b7fac996f7995e38db87081dd3bb60497ba0fe494800acd9ac1743e20646a48');
  });

  it.each<Td3Options>([
    { actionNoise: 'none' },
    { actionNoise: 'ornstein-uhlenbeck' },
    { policyDelay: 1 },
    { targetPolicyNoise: 0 },
    { targetNoiseClip: 0.1 },
  ])('learns otherwise with %j', async (options) => {
    expect(await hashAfter(options)).not.toBe(await hashAfter({}));
  });

  it('is DDPG with one critic, no delay and no noise on the target', async () => {
    const ddpg = { nCritics: 1, policyDelay: 1, targetPolicyNoise: 0, targetNoiseClip: 0 };
    expect(await hashAfter(ddpg)).toBe(await hashAfter({}, DDPG));
  });
});

describe('a gradient step of TD3', () => {
  const BATCH = 5;
  const engine = createJsEngine();
  const random = createGenerator(4);
  const sizes = { observationSize: 2, actionSize: 1, netArch: [4], activation: 'tanh' } as const;
  const [actor, targetActor] = [0, 1].map(() => new DeterministicActor(engine, sizes, random));
  const [critics, targets] = [0, 1].map(() => new Critics(engine, { ...sizes, count: 2, atoms: 1 }, BATCH, random));
  const buffer = new ReplayBuffer(9, 2, { type: 'float32', size: 1 });
  for (let i = 0; i < 9; i++) {
    const normals = (length: number): Float32Array => Float32Array.from({ length }, () => random.standardNormal());
    const action = normals(1).map(Math.tanh);
    const discount = i % 3 === 0 ? 0 : 0.9;
    buffer.add({ observation: normals(2), action, reward: i / 10, discount, nextObservation: normals(2) });
  }
  const replay = new UniformReplay(buffer, BATCH, createGenerator(1));
  const sgd = (parts: object) => engine.createOptimizer(Object.values(parts), { kind: 'sgd' });
  const update = new Td3Update({
    actor,
    targetActor,
    critics,
    targets,
    replay,
    actorOptimizer: sgd(actor.trained),
    criticOptimizer: sgd(critics.trained),
    objective: new ClippedDoubleQ({ batchSize: BATCH, lossScale: 1 }),
    noiseRandom: createGenerator(2),
    progress: { updates: 1 },
  });
  // A learning rate of 0 leaves the gradients to be read and the parameters as they are.
  resultOf(
    update.learn(
      { learningRate: 0, progressRemaining: 1, timesteps: 0, index: 0 },
      { tau: 0, policyDelay: 2, targetPolicyNoise: 0.4, targetNoiseClip: 0.5 },
    ),
  );
  const { batch } = replay;

  const valuesOf = (of: Critics, observations: Float32Array, actions: Float32Array): Float32Array[] =>
    resultOf(of.forward(observations, actions)).map((values) => values.slice());

  it('has the smoothed targets of the definition, and the loss against them', () => {
    const actions = new Float32Array(BATCH);
    targetActor.act(batch.nextObservations, BATCH, actions);
    const noise = createGenerator(2);
    const shaken = actions.map((action) => {
      const cut = Math.max(-0.5, Math.min(0.5, 0.4 * noise.standardNormal()));
      return Math.max(-1, Math.min(1, action + cut));
    });
    const next = valuesOf(targets, batch.nextObservations, shaken);
    const now = valuesOf(critics, batch.observations, Float32Array.from(batch.actions));
    let loss = 0;
    for (let row = 0; row < BATCH; row++) {
      const goal = batch.rewards[row] + batch.discounts[row] * Math.min(next[0][row], next[1][row]);
      for (const values of now) loss += (values[row] - goal) ** 2 / BATCH;
    }

    expect(update.takeStatistics()).toMatchObject({ critic_loss: expect.closeTo(loss, 5) });
  });

  it('goes up the first critic’s gradient', () => {
    const gradient = actor.network.readGradients();
    const parameters = actor.network.readParameters();
    const loss = (given: Float32Array): number => {
      actor.network.writeParameters(given);
      const actions = new Float32Array(BATCH);
      actor.act(batch.observations, BATCH, actions);
      return -valuesOf(critics, batch.observations, actions)[0].reduce((sum, value) => sum + value, 0) / BATCH;
    };
    const step = 1e-2;
    parameters.forEach((value, i) => {
      const slope = (loss(parameters.with(i, value + step)) - loss(parameters.with(i, value - step))) / (2 * step);
      expect(Math.abs(gradient[i] - slope)).toBeLessThan(2e-4);
    });
  });
});
