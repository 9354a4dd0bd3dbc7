import { createWasmEngine, type Engine, type Pieces } from '@cartwheel/nn';
import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PPO } from '../ppo/ppo.ts';

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

describe('the initialisation of large networks', () => {
  it.each([
    ['two networks', {}],
    ['a trunk', { sharedTrunk: [200] }],
    ['a body of its own', { useSde: true }],
  ])('is done in pieces, with the bits of one go: %s', async (_, form) => {
    let done = 0;
    const engine = await watchedEngine(() => void (done += 1));
    const env = 'useSde' in form ? 'Pendulum-v1' : 'CartPole-v1';
    const inPieces = await PPO.create(env, { ...LARGE, ...form, engine });
    const undeferred = await createWasmEngine();
    const inOneGo = await PPO.create(env, {
      ...LARGE,
      ...form,
      engine: { ...undeferred, createMlp: (spec, random) => undeferred.createMlp(spec, random) },
    });
    expect(inPieces.weightsHash()).toBe(inOneGo.weightsHash());
    expect(done).toBeGreaterThan(30);
    inPieces.dispose();
    inOneGo.dispose();
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
