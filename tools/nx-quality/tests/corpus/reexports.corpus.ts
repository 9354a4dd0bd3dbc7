import { main, type CorpusCase } from './corpus-case.ts';
import { two } from './two-exports.ts';

/** Barrels and other ways to hand a name on. */
export const reexportCases: readonly CorpusCase[] = [
  {
    name: 'a barrel with stars',
    files: {
      'libs/a/src/index.ts': `export * from './x';\n`,
      'libs/a/src/x.ts': two,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used'],
  },
  {
    name: 'a star through two barrels',
    files: {
      'libs/a/src/index.ts': `export * from './y';\n`,
      'libs/a/src/y.ts': `export * from './x';`,
      'libs/a/src/x.ts': two,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used'],
  },
  {
    name: 'a named re-export that nobody takes has one finding, where it is declared',
    files: {
      'libs/a/src/index.ts': `export { used, unused } from './x';\n`,
      'libs/a/src/x.ts': two,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/index.ts#unused', 'unused-export libs/a/src/x.ts#used'],
  },
  {
    name: 'a renamed re-export',
    files: {
      'libs/a/src/index.ts': `export { used as other } from './x';\n`,
      'libs/a/src/x.ts': two,
      ...main(`import { other } from '@x/a'; other();`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used', 'unused-export libs/a/src/index.ts#other'],
  },
  {
    name: 'a re-export that nobody takes of what lives otherwise',
    files: {
      'libs/a/src/index.ts': `export { used } from './x';\nexport { other } from './y';\n`,
      'libs/a/src/x.ts': `import { other } from './y';\nexport const used = () => other();\n`,
      'libs/a/src/y.ts': `export const other = () => 1;\n`,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead: ['unused-export libs/a/src/index.ts#other'],
    alive: ['unused-export libs/a/src/y.ts#other', 'unused-export libs/a/src/x.ts#used'],
  },
  {
    name: 'a namespace re-export read by member',
    files: {
      'libs/a/src/index.ts': `export * as x from './x';\n`,
      'libs/a/src/x.ts': two,
      ...main(`import { x } from '@x/a'; x.used();`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used', 'unused-export libs/a/src/index.ts#x'],
  },
  {
    name: 'an imported namespace exported again',
    files: {
      'libs/a/src/index.ts': `import * as x from './x';\nexport { x };\n`,
      'libs/a/src/x.ts': two,
      ...main(`import { x } from '@x/a'; x.used();`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used'],
  },
];
