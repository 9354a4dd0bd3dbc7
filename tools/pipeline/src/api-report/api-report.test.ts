import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { apiReports } from './api-report.ts';
import { publishedPackages } from '../published-packages.ts';

const EXPORTS = {
  '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  './node': { types: './dist/node.d.ts', default: './dist/node.js' },
  './package.json': './package.json',
};

const INDEX = `
/** Says hello. */
export declare function greet(name: string, options?: Options): string;
/** Not exported, but part of what is. */
interface Options {
  loud?: boolean;
}
export {};
`;

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cartwheel-api-test-'));
  await writePackage('greeter', { name: '@house/greeter', exports: EXPORTS });
  await writeDeclarations('index', INDEX);
  await writeDeclarations('node', '/** Where greetings are kept. */\nexport declare const folder: string;\n');
});

afterEach(() => rm(root, { recursive: true }));

it('tells of each entry point what it exports, and what that is made of', async () => {
  const report = await reportOf('greeter');

  expect(report).toContain('## @house/greeter\n');
  expect(report).toContain('export function greet(name: string, options?: Options): string;');
  expect(report).toContain('loud?: boolean');
  expect(report).toContain('## @house/greeter/node\n');
  expect(report).toContain('export const folder: string;');
});

it.each([
  ['a parameter less', INDEX.replace(', options?: Options', '')],
  ['another member of a type that is not exported', INDEX.replace('loud?', 'loud')],
  ['another type', INDEX.replace('): string', '): void')],
])('changes with %s', async (_, changed) => {
  const before = await reportOf('greeter');
  await writeDeclarations('index', changed);

  expect(await reportOf('greeter')).not.toBe(before);
});

it('does not change with what is said', async () => {
  const before = await reportOf('greeter');
  await writeDeclarations('index', INDEX.replace('loud?', '/** As one calls over a street. */\n  loud?'));

  expect(await reportOf('greeter')).toBe(before);
});

it('fails where declarations are missing', async () => {
  await rm(join(root, 'libs/greeter/dist/node.d.ts'));

  await expect(reportOf('greeter')).rejects.toThrow('node.d.ts');
});

it('leaves out what is private, and what exports nothing with types', async () => {
  await writePackage('closed', { name: '@house/closed', private: true, exports: EXPORTS });
  await writePackage('data', { name: '@house/data', exports: { './package.json': './package.json' } });
  await writePackage('command', { name: '@house/command' });

  expect(publishedPackages(root, ['libs']).map(({ name }) => name)).toEqual(['greeter']);
});

async function reportOf(name: string): Promise<string | undefined> {
  return (await apiReports(publishedPackages(root, ['libs']))).get(name);
}

async function writePackage(name: string, manifest: object): Promise<void> {
  await mkdir(join(root, 'libs', name, 'dist'), { recursive: true });
  await writeFile(join(root, 'libs', name, 'package.json'), JSON.stringify(manifest));
}

async function writeDeclarations(name: string, text: string): Promise<void> {
  await writeFile(join(root, 'libs/greeter/dist', `${name}.d.ts`), text);
}
