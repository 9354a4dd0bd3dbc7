import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { bareImportBytes } from './bare-import.ts';
import { importEffects } from './import-effects.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

it('finds what a bundler keeps of a package that is only imported', async () => {
  const root = await mkdtemp(join(tmpdir(), 'cartwheel-bare-'));
  const put = async (name: string, sideEffects: boolean): Promise<void> => {
    const folder = join(root, 'node_modules', name);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'package.json'),
      JSON.stringify({ name, type: 'module', sideEffects, exports: './index.js' }),
    );
    await writeFile(join(folder, 'index.js'), 'globalThis.greeted = true;\nexport const greet = (name) => name;\n');
  };
  await put('quiet', false);
  await put('loud', true);

  const bytes = [await bareImportBytes('quiet', root), await bareImportBytes('loud', root)];
  await rm(root, { recursive: true });

  expect(bytes).toEqual([0, 'globalThis.greeted=!0;\n'.length]);
});

it('sees what a module changes in the process that imports it', () => {
  const meddler = `data:text/javascript,${encodeURIComponent(`
    globalThis.meddled = true;
    Array.prototype.first = () => 1;
    process.on('SIGUSR2', () => undefined);
    process.env.MEDDLED = 'yes';
    setTimeout(() => undefined, 1);
  `)}`;

  expect(importEffects(['node:fs', meddler], ROOT)).toEqual({
    [meddler]: [
      'global meddled',
      'Array.prototype.first',
      '1 listeners of SIGUSR2',
      expect.stringMatching(/^handle \d+: /),
      'environment MEDDLED=yes',
    ],
  });
});

it('refuses a module that prints', () => {
  expect(() => importEffects(['data:text/javascript,console.error("loaded")'], ROOT)).toThrow('in silence');
});
