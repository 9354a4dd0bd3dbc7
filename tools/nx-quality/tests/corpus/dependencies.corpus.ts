import { app, lib, main, type CorpusCase } from './corpus-case.ts';

const index = 'libs/a/src/index.ts';
const manifest = (more: Record<string, unknown>) => ({ 'libs/a/package.json': lib('@x/a', more) });
const run = main(`import '@x/a';`);
const unused = (name: string, file = 'libs/a/package.json') => `unused-dependency ${file}#${name}`;

/** Dependencies that nobody uses, and imports that nobody declares. */
export const dependencyCases: readonly CorpusCase[] = [
  {
    name: 'a dependency that is imported',
    files: {
      ...manifest({ dependencies: { zod: '4', leven: '4' } }),
      [index]: `import { z } from 'zod'; console.log(z);`,
      ...run,
    },
    dead: [unused('leven')],
    alive: [unused('zod')],
  },
  {
    name: 'a deep import',
    files: { ...manifest({ dependencies: { zod: '4' } }), [index]: `import 'zod/v4/core';`, ...run },
    dead: [],
    alive: [unused('zod')],
  },
  {
    name: 'a scoped package',
    files: {
      ...manifest({ dependencies: { '@s/one': '4', '@s/two': '1' } }),
      [index]: `import '@s/one/deep';`,
      ...run,
    },
    dead: [unused('@s/two')],
    alive: [unused('@s/one')],
  },
  {
    name: 'a dynamic import',
    files: {
      ...manifest({ dependencies: { zod: '4' } }),
      [index]: `export const load = () => import('zod'); void load();`,
      ...run,
    },
    dead: ['unused-export libs/a/src/index.ts#load'],
    alive: [unused('zod')],
  },
  {
    name: 'a require',
    files: { ...manifest({ dependencies: { zod: '4' } }), [index]: `console.log(require('zod'));`, ...run },
    dead: [],
    alive: [unused('zod')],
  },
  {
    name: 'a type-only import',
    files: {
      ...manifest({ dependencies: { zod: '4' } }),
      [index]: `import type { z } from 'zod'; const a: z | undefined = undefined; console.log(a);`,
      ...run,
    },
    dead: [],
    alive: [unused('zod')],
  },
  {
    name: 'types of an imported package',
    files: {
      ...manifest({ dependencies: { ws: '8' }, devDependencies: { '@types/ws': '8', '@types/koa': '2' } }),
      [index]: `import 'ws';`,
      ...run,
    },
    dead: [unused('@types/koa')],
    alive: [unused('@types/ws')],
  },
  {
    name: 'types that tsconfig names',
    files: {
      ...manifest({ devDependencies: { '@types/bun': '1' } }),
      'libs/a/tsconfig.json': { compilerOptions: { types: ['bun'] } },
      [index]: `console.log(1);`,
      ...run,
    },
    dead: [],
    alive: [unused('@types/bun')],
  },
  {
    name: 'a program in a script',
    files: {
      'package.json': {
        name: 'r',
        private: true,
        scripts: { lint: 'oxlint .' },
        devDependencies: { oxlint: '1', rimraf: '6' },
      },
      ...main('console.log(1);'),
    },
    dead: [unused('rimraf', 'package.json')],
    alive: [unused('oxlint', 'package.json')],
  },
  {
    name: 'a program whose package is called otherwise',
    files: {
      'package.json': { name: 'r', private: true, scripts: { lint: 'lnt .' }, devDependencies: { linter: '1' } },
      'node_modules/linter/package.json': { name: 'linter', bin: { lnt: './x.js' } },
      ...main('console.log(1);'),
    },
    dead: [],
    alive: [unused('linter', 'package.json')],
  },
  {
    name: 'a program in a target',
    files: {
      ...manifest({
        devDependencies: { esbuild: '0' },
        nx: { targets: { pack: { command: 'esbuild src/index.ts' } } },
      }),
      [index]: `console.log(1);`,
      ...run,
    },
    dead: [],
    alive: [unused('esbuild')],
  },
  {
    name: 'an executor in a target',
    files: {
      'package.json': { name: 'r', private: true, devDependencies: { '@nx/vite': '23' } },
      'libs/a/project.json': { name: 'a', targets: { build: { executor: '@nx/vite:build' } } },
      [index]: `console.log(1);`,
      ...run,
    },
    dead: [],
    alive: [unused('@nx/vite', 'package.json')],
  },
  {
    name: 'a plugin in nx.json',
    files: {
      'package.json': { name: 'r', private: true, devDependencies: { '@nx/eslint': '23' } },
      'nx.json': { plugins: [{ plugin: '@nx/eslint/plugin', options: {} }] },
      ...main('console.log(1);'),
    },
    dead: [],
    alive: [unused('@nx/eslint', 'package.json')],
  },
  {
    name: 'a name in a configuration file',
    files: {
      'package.json': {
        name: 'r',
        private: true,
        devDependencies: { jest: '30', 'jest-environment-jsdom': '30', '@swc/jest': '0', 'ts-jest': '29' },
      },
      'jest.config.js': `export default { testEnvironment: 'jsdom', transform: { '^.+\\\\.ts$': ['@swc/jest', {}] } };`,
      ...main('console.log(1);'),
    },
    dead: [unused('ts-jest', 'package.json')],
    alive: [
      unused('jest', 'package.json'),
      unused('jest-environment-jsdom', 'package.json'),
      unused('@swc/jest', 'package.json'),
    ],
  },
  {
    name: 'a tool known by its file',
    files: {
      'package.json': { name: 'r', private: true, devDependencies: { prettier: '3', '@swc/core': '1' } },
      '.prettierrc': `{}`,
      '.swcrc': `{}`,
      ...main('console.log(1);'),
    },
    dead: [],
    alive: [unused('prettier', 'package.json'), unused('@swc/core', 'package.json')],
  },
  {
    name: 'a program in a workflow',
    files: {
      'package.json': { name: 'r', private: true, devDependencies: { publint: '0' } },
      '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n      - run: npx publint\n`,
      ...main('console.log(1);'),
    },
    dead: [],
    alive: [unused('publint', 'package.json')],
  },
  {
    name: 'a peer of what is used',
    files: {
      'package.json': { name: 'r', private: true, dependencies: { one: '1', two: '1' } },
      'node_modules/one/package.json': { name: 'one', peerDependencies: { two: '*' } },
      ...main(`import 'one';`),
    },
    dead: [],
    alive: [unused('two', 'package.json'), unused('one', 'package.json')],
  },
  {
    name: 'a dependency of the root that a project imports',
    files: { 'package.json': { name: 'r', private: true, dependencies: { zod: '4' } }, ...main(`import 'zod';`) },
    dead: [],
    alive: [unused('zod', 'package.json'), 'undeclared-import apps/app/package.json#zod'],
  },
  {
    name: 'a dependency that only tests import',
    files: {
      ...manifest({ devDependencies: { chai: '5' } }),
      [index]: `console.log(1);`,
      'libs/a/src/a.test.ts': `import 'chai'; import './index';`,
      ...run,
    },
    dead: [],
    alive: [unused('chai')],
  },
  {
    name: 'a dependency by JSX pragma',
    files: {
      ...manifest({ dependencies: { preact: '10' } }),
      'libs/a/src/index.ts': `import './x';`,
      'libs/a/src/x.tsx': `/** @jsxImportSource preact */\nconsole.log(<a />);`,
      ...run,
    },
    dead: [],
    alive: [unused('preact')],
  },
  {
    name: 'ignoreDependencies',
    settings: { ignoreDependencies: ['leven', 'ghost'] },
    files: { ...manifest({ dependencies: { leven: '4' } }), [index]: `import 'ghost';`, ...run },
    dead: [],
    alive: [unused('leven'), 'undeclared-import libs/a/package.json#ghost'],
  },
  {
    name: 'a workspace package that is declared and not imported',
    files: {
      ...manifest({ dependencies: { '@x/b': '*' } }),
      [index]: `console.log(1);`,
      'libs/b/src/index.ts': `console.log(1);`,
      ...main(`import '@x/a'; import '@x/b';`),
    },
    dead: [unused('@x/b')],
  },
  {
    name: 'a name in a script of the same letters',
    files: {
      'package.json': {
        name: 'r',
        private: true,
        description: 'rimraf',
        keywords: ['rimraf'],
        devDependencies: { rimraf: '6' },
      },
      ...main('console.log(1);'),
    },
    dead: [unused('rimraf', 'package.json')],
  },

  {
    name: 'an import that nobody declares',
    files: { [index]: `import 'ghost';`, ...run },
    dead: ['undeclared-import libs/a/package.json#ghost'],
  },
  {
    name: 'a type import that nobody declares',
    files: { [index]: `import type { G } from 'ghost'; const g: G | undefined = undefined; console.log(g);`, ...run },
    dead: ['undeclared-import libs/a/package.json#ghost'],
  },
  {
    name: 'types alone declare a type import',
    files: {
      ...manifest({ devDependencies: { '@types/estree': '1' } }),
      [index]: `import type { N } from 'estree'; const n: N | undefined = undefined; console.log(n);`,
      ...run,
    },
    dead: [],
    alive: ['undeclared-import libs/a/package.json#estree', unused('@types/estree')],
  },
  {
    name: 'builtins need no declaration',
    files: { [index]: `import 'node:fs'; import 'path'; import 'fs/promises';`, ...run },
    dead: [],
    alive: ['undeclared-import libs/a/package.json#fs', 'undeclared-import libs/a/package.json#path'],
  },
  {
    name: 'the package itself',
    files: {
      ...manifest({}),
      [index]: `export const a = 1; console.log(a);`,
      'libs/a/src/self.test.ts': `import { a } from '@x/a'; console.log(a);`,
      ...run,
    },
    dead: [],
    alive: ['undeclared-import libs/a/package.json#@x/a'],
  },
  {
    name: 'a published package must declare for itself',
    files: {
      'package.json': { name: 'r', private: true, dependencies: { zod: '4' } },
      ...manifest({ private: undefined }),
      [index]: `import 'zod';`,
    },
    dead: ['undeclared-import libs/a/package.json#zod'],
  },
  {
    name: 'tests of a published package may lean on the root',
    files: {
      'package.json': { name: 'r', private: true, devDependencies: { chai: '4' } },
      ...manifest({ private: undefined }),
      [index]: `console.log(1);`,
      'libs/a/src/a.test.ts': `import 'chai'; import './index';`,
    },
    dead: [],
    alive: ['undeclared-import libs/a/package.json#chai', unused('chai', 'package.json')],
  },
  {
    name: 'a peer is a declaration',
    files: { ...manifest({ private: undefined, peerDependencies: { react: '19' } }), [index]: `import 'react';` },
    dead: [],
    alive: ['undeclared-import libs/a/package.json#react', unused('react')],
  },
  {
    name: 'an undeclared package of the workspace',
    files: { [index]: `import '@x/b';`, 'libs/b/src/index.ts': `console.log(1);`, ...run },
    dead: ['undeclared-import libs/a/package.json#@x/b'],
  },
  {
    name: 'an import by tsconfig paths is the workspace’s own',
    files: {
      'tsconfig.base.json': { compilerOptions: { paths: { '@p/b': ['./libs/b/src/index.ts'] } } },
      [index]: `import '@p/b';`,
      'libs/b/src/index.ts': `console.log(1);`,
      ...run,
    },
    dead: [],
    alive: ['undeclared-import libs/a/package.json#@p/b'],
  },
  {
    name: 'a file that the package leaves out may lean on the root',
    files: {
      'package.json': { name: 'r', private: true, devDependencies: { tsx: '4' } },
      'libs/a/package.json': lib('@x/a', { private: false, files: ['dist', 'src', '!src/**/bootstrap.js'] }),
      [index]: `new Worker(new URL('./bootstrap.js', import.meta.url));`,
      'libs/a/src/bootstrap.js': `import 'tsx';`,
    },
    dead: [],
    alive: ['undeclared-import libs/a/package.json#tsx'],
  },
  {
    name: 'what a plugin of Nx loads and does not depend on itself',
    files: {
      'package.json': {
        name: 'r',
        private: true,
        devDependencies: { '@nx/eslint-plugin': '23', 'eslint-plugin-import': '2', 'css-loader': '6', fuzzy: '1' },
      },
      '.eslintrc.json': { plugins: ['@nx'] },
      'node_modules/@nx/eslint-plugin/package.json': { name: '@nx/eslint-plugin', dependencies: { 'css-loader': '7' } },
      'node_modules/@nx/eslint-plugin/dist/react.js': `require("eslint-plugin-import"); require("css-loader"); // fuzzy`,
      ...run,
    },
    dead: [unused('css-loader', 'package.json'), unused('fuzzy', 'package.json')],
    alive: [unused('eslint-plugin-import', 'package.json')],
  },
  {
    name: 'a package of the workspace that only Nx is told of',
    files: {
      'apps/app/package.json': app('@x/app', { dependencies: { '@x/a': '*', '@x/b': '*' } }),
      'apps/app/project.json': { name: 'app', implicitDependencies: ['a'] },
      'libs/a/project.json': { name: 'a' },
      'libs/a/src/index.ts': `console.log(1);`,
      'libs/b/src/index.ts': `console.log(1);`,
      ...main(`console.log(1);`),
    },
    dead: [unused('@x/b', 'apps/app/package.json')],
    alive: [unused('@x/a', 'apps/app/package.json')],
  },
  {
    name: 'packages of the workspace whose files a configuration or a target names',
    files: {
      'apps/app/package.json': app('@x/app', { dependencies: { '@x/a': '*', '@x/b': '*', '@x/c': '*' } }),
      'apps/app/project.json': {
        name: 'app',
        targets: { build: { executor: 'x:y', options: { assets: ['libs/a/assets'] } } },
      },
      'apps/app/rsbuild.config.ts': `export default { source: { entry: ['../../libs/b/index.scss'] } };`,
      'libs/a/assets/x.txt': '',
      'libs/b/index.scss': '',
      'libs/c/src/index.ts': `console.log(1);`,
      ...main(`console.log(1);`),
    },
    dead: [unused('@x/c', 'apps/app/package.json')],
    alive: [unused('@x/a', 'apps/app/package.json'), unused('@x/b', 'apps/app/package.json')],
  },
];
