import { createWasmEngine, type Engine, type Pieces } from '@cartwheel/nn';
import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeatureHook } from '../features/feature-hook.ts';
import { PPO } from '../ppo/ppo.ts';
import { createAlgorithm } from '../registry.ts';

const LARGE = { seed: 3, netArch: [200, 200], nSteps: 8, batchSize: 8 };

/** Counts the pieces of deferred initialisations. */
async function watchedEngine(count: () => void): Promise<Engine> {
  const engine = await createWasmEngine();
  function* watched(pieces: Pieces<void>): Pieces<void> {
    for (;;) {
      const piece = pieces.next();
      count();
      if (piece.done === true) return;
      yield;
    }
  }
  return {
    ...engine,
    createMlp: (spec, random, defer) => engine.createMlp(spec, random, defer && ((pieces) => defer(watched(pieces)))),
  };
}

/** One that makes networks at once. */
async function undeferredEngine(): Promise<Engine> {
  const engine = await createWasmEngine();
  return { ...engine, createMlp: (spec, random) => engine.createMlp(spec, random) };
}

const REPLAY = { netArch: [200, 200], bufferSize: 10 };

const CASES: [string, string, Record<string, unknown>, number][] = [
  ['ppo', 'CartPole-v1', {}, 30],
  ['ppo', 'CartPole-v1', { sharedTrunk: [200] }, 30],
  ['ppo', 'Pendulum-v1', { useSde: true }, 30],
  ['sac', 'Pendulum-v1', REPLAY, 15],
  ['sac', 'Pendulum-v1', { ...REPLAY, useSde: true }, 15],
  ['td3', 'Pendulum-v1', REPLAY, 15],
  ['tqc', 'Pendulum-v1', REPLAY, 15],
  ['dqn', 'CartPole-v1', REPLAY, 6],
  ['dqn', 'CartPole-v1', { ...REPLAY, dueling: true }, 6],
];

const features: FeatureHook = ({ engine, observationSize, random }) =>
  engine.createMlp({ inputSize: observationSize, hiddenSizes: [], outputSize: 8, activation: 'relu' }, random);

describe('the initialisation of large networks', () => {
  it.each(CASES)('is done in pieces, with the bits of one go: %s, %s, %j', async (name, env, form, pieces) => {
    let done = 0;
    const engine = await watchedEngine(() => void (done += 1));
    const hyperparameters = name === 'ppo' ? { netArch: [200, 200], nSteps: 8, batchSize: 8, ...form } : form;
    const inPieces = await createAlgorithm(name, env, { seed: 3, engine, hyperparameters });
    const inOneGo = await createAlgorithm(name, env, { seed: 3, engine: await undeferredEngine(), hyperparameters });
    expect(inPieces.weightsHash()).toBe(inOneGo.weightsHash());
    expect(done).toBeGreaterThan(pieces);
    inPieces.dispose();
    inOneGo.dispose();
  });

  it('keeps the order of what is drawn where a hook draws at once', async () => {
    const options = { seed: 3, features, hyperparameters: REPLAY };
    const [deferred, inOneGo] = [await createWasmEngine(), await undeferredEngine()];
    const models = [
      await createAlgorithm('dqn', 'CartPole-v1', { ...options, engine: deferred }),
      await createAlgorithm('dqn', 'CartPole-v1', { ...options, engine: inOneGo }),
    ];
    expect(models[0].weightsHash()).toBe(models[1].weightsHash());
    for (const model of models) model.dispose();
  });

  it('is left out where weights are loaded', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'cartwheel-load-'));
    const saved = await PPO.create('CartPole-v1', LARGE);
    await saved.save(join(dir, 'model'));
    let done = 0;
    const loaded = await PPO.load(join(dir, 'model'), { engine: await watchedEngine(() => void (done += 1)) });
    expect(loaded.weightsHash()).toBe(saved.weightsHash());
    expect(done).toBe(0);
    for (const model of [saved, loaded]) model.dispose();
    await rm(dir, { recursive: true, force: true });
  });
});
