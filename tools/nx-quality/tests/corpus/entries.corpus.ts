import { lib, main, type CorpusCase } from './corpus-case.ts';

const x = `export const x = 1;\n`;
const go = main(`console.log(1);`);

/** What starts a file: manifests, targets, configuration, frameworks. */
export const entryCases: readonly CorpusCase[] = [
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
    name: 'a hook in package.json',
    files: {
      'package.json': { name: 'r', private: true, 'simple-git-hooks': { 'commit-msg': 'node tools/check.js "$1"' } },
      'tools/check.js': `console.log(1);`,
      'tools/old.js': `console.log(1);`,
    },
    dead: ['unreached-file tools/old.js'],
    alive: ['unreached-file tools/check.js'],
  },
  {
    name: 'what package.json says of a file does not start it',
    files: {
      'package.json': { name: 'r', private: true, sideEffects: ['./tools/old.js'], config: { at: 'tools/old.js' } },
      'tools/old.js': `console.log(1);`,
    },
    dead: ['unreached-file tools/old.js'],
  },
  {
    name: 'a script that a target starts without its extension',
    files: {
      'apps/app/project.json': {
        name: 'app',
        targets: {
          deploy: { command: 'ts-node --project tools/tsconfig.json tools/scripts/deploy --to dist/app libs/a' },
        },
      },
      'tools/scripts/deploy.ts': `console.log(1);`,
      'tools/scripts/other.ts': `console.log(1);`,
      ...main(`console.log(1);`),
    },
    dead: ['unreached-file tools/scripts/other.ts'],
    alive: ['unreached-file tools/scripts/deploy.ts'],
  },
];
