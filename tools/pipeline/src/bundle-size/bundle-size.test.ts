import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { BUDGETS, type Budget } from './budgets.ts';
import { measureBundle, overBudget, sizePage } from './bundle-size.ts';

const LIBRARIES = new URL('../../../../libs/', import.meta.url);
const MEASURED = { from: '@house/greeter', name: 'greet', platform: 'node', kB: 1, measured: 0.5 } as const;

it('has of each library a budget for all of it, and for one export', async () => {
  const libraries = await readdir(LIBRARIES);
  const without = libraries.flatMap((library) => {
    const names = BUDGETS.filter(({ from }) => from === `@cartwheel/${library}`).map(({ name }) => name);
    return names.includes('*') && names.length > 1 ? [] : [library];
  });

  expect(without).toEqual([]);
});

it('measures what a program takes from a package: all of it, or what one export needs', async () => {
  const root = await mkdtemp(join(tmpdir(), 'cartwheel-size-'));
  const folder = join(root, 'node_modules/greeter');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'greeter', type: 'module', sideEffects: false, exports: './index.js' }),
  );
  const large = Array.from({ length: 2_000 }, (_, index) => (index * 7_919) % 10_007);
  await writeFile(
    join(folder, 'index.js'),
    `export const greet = (name) => name;\nexport const large = ${JSON.stringify(large)};`,
  );
  const budget: Budget = { from: 'greeter', name: '*', platform: 'browser', kB: 1 };

  const all = await measureBundle(budget, root);
  const one = await measureBundle({ ...budget, name: 'greet' }, root);
  await rm(root, { recursive: true });

  expect(all.measured).toBeGreaterThan(4);
  expect(one.measured).toBeLessThan(0.1);
  expect(one.measured).toBeGreaterThan(0);
});

it('names what is over its budget, and nothing else', () => {
  const faults = overBudget([MEASURED, { ...MEASURED, measured: 1 }, { ...MEASURED, name: 'shout', measured: 1.004 }]);

  expect(faults).toEqual([
    expect.stringMatching(
      /^shout of @house\/greeter is 1\.00 kB gzipped, and may be 1 kB: find .*, or raise its budget/,
    ),
  ]);
});

it('tells each size beside its budget', () => {
  const page = sizePage([MEASURED, { ...MEASURED, name: '*' }]);

  expect(page).toContain('| @house/greeter | `greet` alone | node | 0.50 | 1 |\n');
  expect(page).toContain('| @house/greeter | all of it | node | 0.50 | 1 |\n');
});
