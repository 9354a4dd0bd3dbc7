import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { build } from 'esbuild';
import type * as nn from '../src/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

it('bundles for a browser in one piece, with its kernels, and runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nn-'));
  try {
    const outfile = join(folder, 'nn.mjs');
    const { metafile } = await build({
      entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['@cartwheel/source'],
      metafile: true,
      logLevel: 'silent',
    });
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    expect(Object.keys(metafile.inputs).filter((file) => /\bnode\b/.test(file))).toEqual([]);

    const { createEngine } = (await import(pathToFileURL(outfile).href)) as typeof nn;
    const engine = await createEngine();
    expect(engine.name).toBe('wasm');
    const spec = { inputSize: 2, hiddenSizes: [4], outputSize: 1, activation: 'tanh' } as const;
    expect(engine.createMlp(spec, seededNormals(1)).forward(Float32Array.of(1, 2), 1).length).toBe(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});
