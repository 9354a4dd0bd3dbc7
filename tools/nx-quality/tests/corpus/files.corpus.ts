import { app, main, type CorpusCase } from './corpus-case.ts';

const x = `export const x = 1;\n`;
const go = main(`console.log(1);`);

/** Files and islands, and the ways to reach a file from another. */
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
    name: 'a bare name before import.meta.url',
    files: {
      ...main(
        `import { fileURLToPath } from 'node:url'; console.log(fileURLToPath(new URL('x.ts', import.meta.url)));`,
      ),
      'apps/app/src/x.ts': `console.log(1);`,
    },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a bare URL of the web is no file',
    files: { ...main(`console.log(new URL('x.ts', 'https://example.org'));`), 'apps/app/src/x.ts': x },
    dead: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a template in the URL of a built worker',
    files: {
      ...main(`new Worker(new URL(\`./worker/\${process.argv[2]}.js\`, import.meta.url));`),
      'apps/app/src/worker/one.ts': `postMessage(1);`,
      'apps/app/src/other/two.ts': `postMessage(1);`,
    },
    dead: ['unreached-file apps/app/src/other/two.ts'],
    alive: ['unreached-file apps/app/src/worker/one.ts'],
  },
  {
    name: 'a URL that may be imported later keeps all exports',
    files: {
      ...main(`const url = new URL('./x.ts', import.meta.url); void import(url.href);`),
      'apps/app/src/x.ts': `export default 1;`,
    },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts', 'unused-export apps/app/src/x.ts#default'],
  },
  {
    name: 'a worker runs, and nobody takes its exports',
    files: { ...main(`new Worker(new URL('./x.ts', import.meta.url));`), 'apps/app/src/x.ts': x },
    dead: ['unused-export apps/app/src/x.ts#x'],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a shared worker',
    files: { ...main(`new SharedWorker(new URL('./x.ts', import.meta.url));`), 'apps/app/src/x.ts': `self.close();` },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts'],
  },
  {
    name: 'a file that only a type import names',
    files: {
      ...main(`import type { X } from './x'; const x: X = 1; console.log(x);`),
      'apps/app/src/x.ts': `export type X = 1;`,
    },
    dead: [],
    alive: ['unreached-file apps/app/src/x.ts', 'unused-export apps/app/src/x.ts#X'],
  },
  {
    name: 'a path made of a URL, which is imported later on',
    files: {
      ...main(
        `import { fileURLToPath } from 'node:url'; import(process.argv[2] ?? fileURLToPath(new URL('./x.ts', import.meta.url)));`,
      ),
      'apps/app/src/x.ts': `export default 1;`,
    },
    dead: [],
    alive: ['unused-export apps/app/src/x.ts#default'],
  },
];
