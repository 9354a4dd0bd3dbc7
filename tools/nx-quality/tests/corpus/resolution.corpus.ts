import { lib, main, type CorpusCase } from './corpus-case.ts';
import { alive, dead, two } from './two-exports.ts';

/** Where a specifier leads: subpaths, conditions, built files, paths. */
export const resolutionCases: readonly CorpusCase[] = [
  {
    name: 'a subpath export',
    files: {
      'libs/a/package.json': lib('@x/a', { exports: { '.': './src/index.ts', './deep': './src/deep.ts' } }),
      'libs/a/src/index.ts': `export const unused = 1;`,
      'libs/a/src/deep.ts': `export const deep = 1;`,
      ...main(`import { deep } from '@x/a/deep'; console.log(deep);`),
    },
    dead,
    alive: ['unused-export libs/a/src/deep.ts#deep', 'unreached-file libs/a/src/deep.ts'],
  },
  {
    name: 'a pattern of subpath exports',
    files: {
      'libs/a/package.json': lib('@x/a', { exports: { './*': './src/*.ts' } }),
      'libs/a/src/x.ts': two,
      ...main(`import { used } from '@x/a/x'; used();`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used'],
  },
  {
    name: 'a custom condition before a built file that is not there',
    files: {
      'libs/a/package.json': lib('@x/a', {
        exports: { '.': { '@x/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
      }),
      'libs/a/src/index.ts': two,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead,
    alive,
  },
  {
    name: 'exports that name only built files',
    files: {
      'libs/a/package.json': lib('@x/a', {
        exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
      }),
      'libs/a/src/index.ts': two,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead,
    alive,
  },
  {
    name: 'an own outDir',
    files: {
      'libs/a/package.json': lib('@x/a', { exports: undefined, main: './built/index.js' }),
      'libs/a/tsconfig.json': { compilerOptions: { rootDir: 'source', outDir: 'built' } },
      'libs/a/source/index.ts': two,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead: ['unused-export libs/a/source/index.ts#unused'],
    alive: ['unused-export libs/a/source/index.ts#used', 'unreached-file libs/a/source/index.ts'],
  },
  {
    name: 'conditional imports of the package itself: every platform lives',
    files: {
      'libs/a/package.json': lib('@x/a', {
        imports: { '#platform': { node: './src/node.ts', default: './src/web.ts' } },
      }),
      'libs/a/src/index.ts': `import { name } from '#platform';\nexport const used = () => name;\n`,
      'libs/a/src/node.ts': `export const name = 'node';`,
      'libs/a/src/web.ts': `export const name = 'web';`,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead: [],
    alive: [
      'unreached-file libs/a/src/web.ts',
      'unreached-file libs/a/src/node.ts',
      'unused-export libs/a/src/web.ts#name',
    ],
  },
  {
    name: 'paths of tsconfig',
    files: {
      'tsconfig.base.json': {
        compilerOptions: { baseUrl: '.', paths: { '@p/a': ['libs/a/src/index.ts'], '@p/a/*': ['libs/a/src/*'] } },
      },
      'libs/a/src/index.ts': two,
      'libs/a/src/deep.ts': `export const deep = 1;`,
      ...main(`import { used } from '@p/a'; import { deep } from '@p/a/deep'; used(); console.log(deep);`),
    },
    dead,
    alive: [...alive, 'unused-export libs/a/src/deep.ts#deep'],
  },
];
