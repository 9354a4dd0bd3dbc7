import { app, lib, main, type CorpusCase } from './corpus-case.ts';

const x = `export const x = 1;\n`;
const go = main(`console.log(1);`);

/** Files, islands, tests and the entries that keep files alive. */
export const fileCases: readonly CorpusCase[] = [
  {
    name: 'a file nobody imports',
    files: { ...go, 'apps/app/src/x.ts': x },
    dead: ['unreached-file apps/app/src/x.ts'],
    alive: ['unreached-file apps/app/src/main.ts'],
  },
  {
    name: 'an island of two',
    files: {
      ...go,
      'apps/app/src/x.ts': `import './y'; export const x = 1;`,
      'apps/app/src/y.ts': `import './x'; export const y = 1;`,
    },
    dead: ['island apps/app/src/x.ts', 'island apps/app/src/y.ts'],
  },
  {
    name: 'an island with a bridge out',
    files: {
      ...go,
      'apps/app/src/x.ts': `import './y'; import './z';`,
      'apps/app/src/y.ts': `import './x';`,
      'apps/app/src/z.ts': x,
    },
    dead: ['island apps/app/src/x.ts', 'island apps/app/src/y.ts', 'unreached-file apps/app/src/z.ts'],
  },
  {
    name: 'a side-effect import',
    files: { ...main(`import './x';`), 'apps/app/src/x.ts': `console.log('x');` },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'an import written .js',
    files: { ...main(`import './x.js';`), 'apps/app/src/x.ts': `console.log('x');` },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'an import of a folder',
    files: { ...main(`import './x';`), 'apps/app/src/x/index.ts': `console.log('x');` },
    dead: [],
    alive: ['unreached-file apps/app/src/x/index.ts'],
  },
  {
    name: 'an import with a query',
    files: { ...main(`import './x.ts?worker';`), 'apps/app/src/x.ts': `console.log('x');` },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a worker by URL',
    files: { ...main(`new Worker(new URL('./x.ts', import.meta.url));`), 'apps/app/src/x.ts': `postMessage(1);` },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a worker started by dead code',
    files: {
      ...main(`import { used } from './w'; used();`),
      'apps/app/src/w.ts': `export const used = () => 1;\nexport const start = () => new Worker(new URL('./x.ts', import.meta.url));\n`,
      'apps/app/src/x.ts': `postMessage(1);`,
    },
    dead: ['unused-export apps/app/src/w.ts#start', 'unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a fork by path',
    files: {
      ...main(
        `import { fork } from 'node:child_process'; import { join } from 'node:path'; fork(join(import.meta.dirname, 'x.js'));`,
      ),
      'apps/app/src/x.ts': `console.log(1);`,
    },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'require.resolve',
    files: { ...main(`console.log(require.resolve('./x'));`), 'apps/app/src/x.ts': `console.log(1);` },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a template in a dynamic import',
    files: {
      ...main(`void import(\`./locales/\${process.argv[2]}.ts\`);`),
      'apps/app/src/locales/en.ts': x,
      'apps/app/src/other/de.ts': x,
    },
    dead: ['unreached-file apps/app/src/other/de.ts'],
    alive: ['unreached-file apps/app/src/locales/en.ts', 'unused-export apps/app/src/locales/en.ts#x'],
  },
  {
    name: 'import.meta.glob',
    files: { ...main(`console.log(import.meta.glob('./pages/*.ts'));`), 'apps/app/src/pages/en.ts': x },
    dead: [],
    alive: ['unreached-file apps/app/src/pages/en.ts'],
  },
  {
    name: 'a bin',
    files: {
      'libs/a/package.json': lib('@x/a', { exports: undefined, bin: { a: './bin/a.js' } }),
      'libs/a/bin/a.js': `import '../src/x.ts';`,
      'libs/a/src/x.ts': `console.log(1);`,
      'libs/a/src/y.ts': x,
    },
    dead: ['unreached-file libs/a/src/y.ts'],
    alive: ['unreached-file libs/a/bin/a.js', 'unreached-file libs/a/src/x.ts'],
  },
  {
    name: 'a script',
    files: {
      'libs/a/package.json': lib('@x/a', { exports: undefined, scripts: { gen: 'node ./scripts/gen.mjs --all' } }),
      'libs/a/scripts/gen.mjs': `console.log(1);`,
      'libs/a/scripts/old.mjs': `console.log(1);`,
    },
    dead: ['unreached-file libs/a/scripts/old.mjs'],
    alive: ['unreached-file libs/a/scripts/gen.mjs'],
  },
  {
    name: 'a script at the root',
    files: {
      'package.json': { name: 'r', private: true, scripts: { gen: 'tsx tools/gen.ts' }, devDependencies: { tsx: '4' } },
      'tools/gen.ts': `console.log(1);`,
      'tools/old.ts': `console.log(1);`,
    },
    dead: ['unreached-file tools/old.ts'],
    alive: ['unreached-file tools/gen.ts'],
  },
  {
    name: 'a target with a command',
    files: {
      'libs/a/package.json': lib('@x/a', {
        exports: undefined,
        nx: { targets: { gen: { command: 'node {projectRoot}/gen.mjs' } } },
      }),
      'libs/a/gen.mjs': `console.log(1);`,
    },
    dead: [],
    alive: ['unreached-file libs/a/gen.mjs'],
  },
  {
    name: 'a target with a main option',
    files: {
      'apps/app/package.json': { name: 'app', private: true },
      'apps/app/project.json': {
        name: 'app',
        projectType: 'application',
        targets: { build: { executor: '@nx/esbuild:esbuild', options: { main: 'apps/app/source/start.ts' } } },
      },
      'apps/app/source/start.ts': `console.log(1);`,
      'apps/app/source/x.ts': x,
    },
    dead: ['unreached-file apps/app/source/x.ts'],
    alive: ['unreached-file apps/app/source/start.ts'],
  },
  {
    name: 'a page with a script',
    files: {
      'apps/app/package.json': { name: 'app', private: true },
      'apps/app/index.html': `<html><script type="module" src="/src/start.tsx"></script></html>`,
      'apps/app/src/start.tsx': `console.log(1);`,
      'apps/app/src/x.ts': x,
    },
    dead: ['unreached-file apps/app/src/x.ts'],
    alive: ['unreached-file apps/app/src/start.tsx'],
  },
  {
    name: 'a configuration file and what it imports',
    files: {
      ...go,
      'apps/app/vite.config.ts': `import { plugin } from './plugin';\nexport default { plugins: [plugin()] };\n`,
      'apps/app/plugin.ts': `export const plugin = () => 1;\nexport const other = 1;\n`,
    },
    dead: ['unused-export apps/app/plugin.ts#other'],
    alive: [
      'unreached-file apps/app/vite.config.ts',
      'unreached-file apps/app/plugin.ts',
      'unused-export apps/app/vite.config.ts#default',
    ],
  },
  {
    name: 'a set-up file that jest.config names',
    files: {
      ...go,
      'apps/app/jest.config.ts': `export default { setupFiles: ['<rootDir>/src/prepare.ts'] };\n`,
      'apps/app/src/prepare.ts': `console.log(1);`,
    },
    dead: [],
    alive: ['unreached-file apps/app/src/prepare.ts', 'test-only apps/app/src/prepare.ts'],
  },
  {
    name: 'a jest preset named by its package',
    files: {
      ...go,
      'jest.config.js': `export default { preset: '@x/preset' };`,
      'libs/preset/package.json': { name: '@x/preset', private: true },
      'libs/preset/jest-preset.js': `export default {};`,
      'libs/preset/old.js': `export default {};`,
    },
    dead: ['unreached-file libs/preset/old.js'],
    alive: ['unreached-file libs/preset/jest-preset.js'],
  },
  {
    name: 'a workflow that runs a file',
    files: {
      ...go,
      '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n      - run: node tools/check.mjs\n`,
      'tools/check.mjs': `console.log(1);`,
    },
    dead: [],
    alive: ['unreached-file tools/check.mjs'],
  },
  {
    name: 'generators.json',
    files: {
      'libs/a/package.json': lib('@x/a', { exports: undefined, generators: './generators.json' }),
      'libs/a/generators.json': {
        generators: {
          go: { factory: './src/go', schema: './src/schema.json' },
          other: { factory: './src/other#named' },
        },
      },
      'libs/a/src/go.ts': `export default function go() {}`,
      'libs/a/src/other.ts': `export const named = 1;\nexport const unused = 2;\n`,
    },
    dead: ['unused-export libs/a/src/other.ts#unused'],
    alive: [
      'unreached-file libs/a/src/go.ts',
      'unused-export libs/a/src/go.ts#default',
      'unused-export libs/a/src/other.ts#named',
    ],
  },
  {
    name: 'executors.json',
    files: {
      'libs/a/package.json': lib('@x/a', { exports: undefined, executors: './executors.json' }),
      'libs/a/executors.json': {
        executors: { go: { implementation: './src/go', hasher: './src/hash', schema: './src/schema.json' } },
      },
      'libs/a/src/go.ts': `export default function go() {}`,
      'libs/a/src/hash.ts': `export default 1;`,
    },
    dead: [],
    alive: ['unreached-file libs/a/src/go.ts', 'unreached-file libs/a/src/hash.ts'],
  },
  {
    name: 'pages of Next',
    files: {
      'apps/web/package.json': { name: 'web', private: true, dependencies: { next: '15' } },
      'apps/web/next.config.js': `module.exports = {};`,
      'apps/web/src/app/page.tsx': `import { A } from '../a';\nexport default function Page() { return A; }\n`,
      'apps/web/src/a.ts': `export const A = 1;\n`,
      'apps/web/src/b.ts': `export const B = 1;\n`,
    },
    dead: ['unreached-file apps/web/src/b.ts'],
    alive: [
      'unreached-file apps/web/src/app/page.tsx',
      'unused-export apps/web/src/app/page.tsx#default',
      'unused-dependency apps/web/package.json#next',
    ],
  },
  {
    name: 'ambient declarations',
    files: { ...go, 'apps/app/src/globals.d.ts': `declare const VERSION: string;` },
    dead: [],
    alive: ['unreached-file apps/app/src/globals.d.ts'],
  },
  {
    name: 'a triple-slash path',
    files: {
      ...main(`/// <reference path="./types.ts" />\nconsole.log(1);`),
      'apps/app/src/types.ts': `interface A { a: 1 }`,
    },
    dead: [],
    alive: ['unreached-file apps/app/src/types.ts'],
  },
  {
    name: 'fixtures are data',
    files: { ...go, 'apps/app/src/fixtures/broken.ts': `export const x = ;` },
    dead: [],
    alive: ['unreached-file apps/app/src/fixtures/broken.ts'],
  },
  {
    name: 'a library that nobody imports',
    files: { ...go, 'libs/a/package.json': { name: '@x/a', private: true }, 'libs/a/src/lib.ts': x },
    dead: ['unreached-file libs/a/src/lib.ts'],
  },
  {
    name: 'an application whose main nothing names',
    files: { 'apps/app/package.json': app('@x/app', { main: undefined }), 'apps/app/src/main.ts': `console.log(1);` },
    dead: [],
    alive: ['unreached-file apps/app/src/main.ts'],
  },

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
];
