import { lib, main, type CorpusCase } from './corpus-case.ts';

const x = `export const x = 1;\n`;
const go = main(`console.log(1);`);

/** Tests, and what only they reach. */
export const testCases: readonly CorpusCase[] = [
  {
    name: 'a file that only a test imports',
    files: { ...go, 'apps/app/src/x.ts': x, 'apps/app/src/x.test.ts': `import { x } from './x'; console.log(x);` },
    dead: ['test-only apps/app/src/x.ts', 'dead-test apps/app/src/x.test.ts'],
  },
  {
    name: 'an export that only a test imports',
    files: {
      ...main(`import { y } from './x'; console.log(y);`),
      'apps/app/src/x.ts': `export const x = 1;\nexport const y = 2;\n`,
      'apps/app/src/x.test.ts': `import { x, y } from './x'; console.log(x, y);`,
    },
    dead: ['test-only apps/app/src/x.ts#x'],
    alive: ['dead-test apps/app/src/x.test.ts', 'test-only apps/app/src/x.ts#y'],
  },
  {
    name: 'an export for a test of what lives in its file',
    files: {
      ...main(`import { y } from './x'; console.log(y());`),
      'apps/app/src/x.ts': `export const x = 1;\nexport const y = () => x;\n`,
      'apps/app/src/x.test.ts': `import { x } from './x'; console.log(x);`,
    },
    dead: [],
    alive: ['test-only apps/app/src/x.ts#x', 'unused-export apps/app/src/x.ts#x', 'dead-test apps/app/src/x.test.ts'],
  },
  {
    name: 'a helper that tests share',
    files: {
      ...main(`import { y } from './y'; y();`),
      'apps/app/src/y.ts': `export const y = () => 1;`,
      'apps/app/tests/help.ts': `export const help = () => 1;\nexport const old = 1;\n`,
      'apps/app/src/y.test.ts': `import { y } from './y'; import { help } from '../tests/help'; help(); y();`,
    },
    dead: ['unused-export apps/app/tests/help.ts#old'],
    alive: ['test-only apps/app/tests/help.ts', 'unused-export apps/app/tests/help.ts#help'],
  },
  {
    name: 'a test whose subject is gone',
    files: { ...go, 'apps/app/src/x.test.ts': `import { x } from './x'; console.log(x);` },
    dead: ['dead-test apps/app/src/x.test.ts'],
  },
  {
    name: 'a test of two things, one alive',
    files: {
      ...main(`import { y } from './y'; y();`),
      'apps/app/src/y.ts': `export const y = () => 1;`,
      'apps/app/src/x.ts': x,
      'apps/app/src/xy.test.ts': `import { x } from './x'; import { y } from './y'; y(); console.log(x);`,
    },
    dead: ['test-only apps/app/src/x.ts'],
    alive: ['dead-test apps/app/src/xy.test.ts'],
  },
  {
    name: 'a test that starts a program and imports nothing',
    files: {
      ...go,
      'apps/app/tests/run.test.ts': `import { spawnSync } from 'node:child_process'; spawnSync('node', ['main.js']);`,
    },
    dead: [],
    alive: ['dead-test apps/app/tests/run.test.ts', 'unreached-file apps/app/tests/run.test.ts'],
  },
  {
    name: 'a test through a helper',
    files: {
      ...main(`import { y } from './y'; y();`),
      'apps/app/src/y.ts': `export const y = () => 1;`,
      'apps/app/tests/help.ts': `import { y } from '../src/y'; export const help = () => y();`,
      'apps/app/src/y.test.ts': `import { help } from '../tests/help'; help();`,
    },
    dead: [],
    alive: ['dead-test apps/app/src/y.test.ts'],
  },
  {
    name: 'a mock of a living module',
    files: {
      ...main(`import { y } from './y'; y();`),
      'apps/app/src/y.ts': `import { z } from './z'; export const y = () => z();`,
      'apps/app/src/z.ts': `export const z = () => 1;`,
      'apps/app/src/y.test.ts': `import { jest } from '@jest/globals'; jest.mock('./z'); import { y } from './y'; y();`,
      'package.json': { name: 'r', private: true, devDependencies: { '@jest/globals': '30' } },
    },
    dead: [],
    alive: ['dead-test apps/app/src/y.test.ts'],
  },
  {
    name: 'a test of a published API',
    files: {
      'libs/a/package.json': lib('@x/a', { private: undefined }),
      'libs/a/src/index.ts': `export * from './x';`,
      'libs/a/src/x.ts': x,
      'libs/a/src/x.spec.ts': `import { x } from './x'; console.log(x);`,
    },
    dead: [],
    alive: ['dead-test libs/a/src/x.spec.ts', 'test-only libs/a/src/x.ts#x'],
  },
  {
    name: 'a library for tests',
    files: {
      'libs/e2e-utils/src/index.ts': `export const header = () => 1;\nexport const unused = 1;\n`,
      'apps/app-e2e/src/app.cy.ts': `import { header } from '@x/e2e-utils'; header();`,
      ...main(`console.log(1);`),
      'apps/app-e2e/package.json': { name: '@x/app-e2e', private: true, dependencies: { '@x/e2e-utils': '*' } },
    },
    dead: ['unused-export libs/e2e-utils/src/index.ts#unused'],
    alive: ['test-only libs/e2e-utils/src/index.ts#header'],
  },
];
