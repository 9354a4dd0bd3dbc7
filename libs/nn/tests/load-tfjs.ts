import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as tfjs from '@tensorflow/tfjs-core';
import { build } from 'esbuild';

export type Tfjs = typeof tfjs;

/**
 * tfjs on its `cpu` backend with automatic gradients. The package has those only as ES modules that Node does not take
 * for such, so they are bundled first.
 */
export async function loadTfjs(): Promise<Tfjs> {
  const folder = await mkdtemp(join(tmpdir(), 'tfjs-'));
  try {
    const outfile = join(folder, 'tfjs.cjs');
    const contents = ['/dist/register_all_gradients.js', '']
      .map((path) => `export * from '@tensorflow/tfjs-core${path}';`)
      .concat(`import '@tensorflow/tfjs-backend-cpu';`)
      .join('\n');
    const stdin = { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) };
    await build({
      stdin,
      outfile,
      bundle: true,
      format: 'cjs',
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'silent',
    });
    const { default: tf } = (await import(pathToFileURL(outfile).href)) as { default: Tfjs };
    await tf.setBackend('cpu');
    // Without its advice to install the native backend.
    tf.enableProdMode();
    return tf;
  } finally {
    await rm(folder, { recursive: true });
  }
}
