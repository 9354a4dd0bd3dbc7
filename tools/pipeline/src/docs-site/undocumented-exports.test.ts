import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Application } from 'typedoc';
import { undocumentedExports } from './undocumented-exports.ts';

const SOURCE = `
/** What it is. */
export interface Told { untold: number }
export interface Untold { value: number }
/** Does it. */
export function told(): void {}
export function untold(): void {}
export const value = 1;
export type { Told as Other };
interface Private { value: number }
`;

it('finds each export without a word of its own, and nothing within it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cartwheel-docs-'));
  const entry = join(dir, 'index.ts');
  const tsconfig = join(dir, 'tsconfig.json');
  await writeFile(entry, SOURCE);
  await writeFile(tsconfig, JSON.stringify({ compilerOptions: { strict: true, types: [] }, files: ['index.ts'] }));
  const app = await Application.bootstrap({
    entryPoints: [entry],
    tsconfig,
    logLevel: 'None',
    skipErrorChecking: true,
  });
  const project = await app.convert();
  await rm(dir, { recursive: true });
  if (project === undefined) throw new Error('Expected that TypeDoc reads the source.');
  expect(undocumentedExports(project).toSorted()).toEqual(['Untold: Untold', 'untold: untold', 'value: value']);
});
