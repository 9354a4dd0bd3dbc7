import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { build } from 'esbuild';

const workspace = fileURLToPath(new URL('../../../..', import.meta.url));
const browserClean = ['random', 'envs', 'nn', 'callbacks', 'async-guard', 'experiment-state', 'algorithms'];

it.each(browserClean)('@cartwheel/%s bundles for a browser', async (name) => {
  const { exports } = JSON.parse(readFileSync(join(workspace, 'libs', name, 'package.json'), 'utf8'));
  const { outputFiles } = await build({
    stdin: { contents: `export * from '@cartwheel/${name}';`, resolveDir: workspace },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@cartwheel/source'],
    write: false,
    logLevel: 'silent',
  });
  expect(exports['.']).toBeDefined();
  expect(outputFiles[0]?.text).not.toMatch(/["']node:/);
});
