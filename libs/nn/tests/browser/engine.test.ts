import { fileURLToPath } from 'node:url';
import { describeInBrowser, importModule } from '@cartwheel/dev-services/browser';
import { beforeAll, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { createEngines, trainedWeights } from '../../scripts/trained-weights.ts';
import { hashOf } from '../../scripts/weights-hash.ts';

const UPDATES = 50;

let code: string;
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../scripts/trained-weights.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@cartwheel/source'],
    write: false,
    logLevel: 'silent',
  });
  code = outputFiles[0]?.text ?? '';
});

describeInBrowser('networks in a browser', (page) => {
  it('train to the same bits as in Node, in each build', async () => {
    const module = await importModule(page(), code);
    const inBrowser = await module.evaluate(async (exported, updates) => {
      const trained = exported as { createEngines: typeof createEngines; trainedWeights: typeof trainedWeights };
      const weights: Record<string, number[][]> = {};
      for (const engine of await trained.createEngines()) {
        weights[engine.build] = trained.trainedWeights(engine, updates).map((values) => [...values]);
      }
      return weights;
    }, UPDATES);

    const inNode = new Map((await createEngines()).map((engine) => [engine.build, engine]));
    // Whether a relaxed build fuses depends on the runtime; the others are the same everywhere.
    const shared = Object.entries(inBrowser).filter(([name]) => inNode.has(name));
    expect(shared.map(([name]) => name)).toEqual(expect.arrayContaining(['wasm/simd', 'js/f32']));
    for (const [name, weights] of shared) {
      const engine = inNode.get(name)!;
      expect([name, hashOf(weights.map((values) => Float32Array.from(values)))]).toEqual([
        name,
        hashOf(trainedWeights(engine, UPDATES)),
      ]);
    }
  });
});
