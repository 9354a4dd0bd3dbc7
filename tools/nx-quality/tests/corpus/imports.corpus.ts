import { main, type CorpusCase } from './corpus-case.ts';
import { alive, dead, two } from './two-exports.ts';

/** Ways to import a name. */
export const importCases: readonly CorpusCase[] = [
  {
    name: 'a named import across projects',
    files: { 'libs/a/src/index.ts': two, ...main(`import { used } from '@x/a'; used();`) },
    dead,
    alive,
  },
  {
    name: 'a renamed import',
    files: { 'libs/a/src/index.ts': two, ...main(`import { used as u } from '@x/a'; u();`) },
    dead,
    alive,
  },
  {
    name: 'a namespace read by member',
    files: { 'libs/a/src/index.ts': two, ...main(`import * as a from '@x/a'; a.used();`) },
    dead,
    alive,
  },
  {
    name: 'a namespace read by string',
    files: { 'libs/a/src/index.ts': two, ...main(`import * as a from '@x/a'; a['used']();`) },
    dead,
    alive,
  },
  {
    name: 'a namespace taken apart',
    files: { 'libs/a/src/index.ts': two, ...main(`import * as a from '@x/a'; const { used: u } = a; u();`) },
    dead,
    alive,
  },
  {
    name: 'a namespace handed on keeps all',
    files: { 'libs/a/src/index.ts': two, ...main(`import * as a from '@x/a'; console.log(Object.keys(a));`) },
    dead: [],
    alive: [...dead, ...alive],
  },
  {
    name: 'a namespace read by a computed key keeps all',
    files: { 'libs/a/src/index.ts': two, ...main(`import * as a from '@x/a'; a[process.argv[2] as 'used']();`) },
    dead: [],
    alive: [...dead, ...alive],
  },
  {
    name: 'a dynamic import taken apart',
    files: { 'libs/a/src/index.ts': two, ...main(`const { used } = await import('@x/a'); used();`) },
    dead,
    alive,
  },
  {
    name: 'a dynamic import read by member',
    files: { 'libs/a/src/index.ts': two, ...main(`(await import('@x/a')).used();`) },
    dead,
    alive,
  },
  {
    name: 'a dynamic import in a variable',
    files: {
      'libs/a/src/index.ts': two,
      ...main(`async function go() { const a = await import('@x/a'); a.used(); } void go();`),
    },
    dead,
    alive,
  },
  {
    name: 'a dynamic import with then',
    files: { 'libs/a/src/index.ts': two, ...main(`void import('@x/a').then((a) => a.used());`) },
    dead,
    alive,
  },
  {
    name: 'a dynamic import with then, taken apart',
    files: { 'libs/a/src/index.ts': two, ...main(`void import('@x/a').then(({ used }) => used());`) },
    dead,
    alive,
  },
  {
    name: 'a dynamic import handed on keeps all',
    files: { 'libs/a/src/index.ts': two, ...main(`export const load = () => import('@x/a'); void load();`) },
    dead: ['unused-export apps/app/src/main.ts#load'],
    alive: [...dead, ...alive],
  },
  {
    name: 'a require taken apart',
    files: { 'libs/a/src/index.ts': two, ...main(`const { used } = require('@x/a'); used();`) },
    dead,
    alive,
  },
  {
    name: 'a type-only import of an interface',
    files: {
      'libs/a/src/index.ts': `export interface A { a: 1 }\nexport interface B { b: 1 }\n`,
      ...main(`import type { A } from '@x/a'; const a: A = { a: 1 }; console.log(a);`),
    },
    dead: ['unused-export libs/a/src/index.ts#B'],
    alive: ['unused-export libs/a/src/index.ts#A'],
  },
  {
    name: 'an import type',
    files: {
      'libs/a/src/index.ts': `export interface A { a: 1 }\nexport interface B { b: 1 }\n`,
      ...main(`const a: import('@x/a').A = { a: 1 }; console.log(a);`),
    },
    dead: ['unused-export libs/a/src/index.ts#B'],
    alive: ['unused-export libs/a/src/index.ts#A'],
  },
  {
    name: 'typeof of an imported value',
    files: {
      'libs/a/src/index.ts': two,
      ...main(`import { used } from '@x/a'; const f: typeof used | undefined = undefined; console.log(f);`),
    },
    dead,
    alive,
  },
  {
    name: 'a default import',
    files: {
      'libs/a/src/index.ts': `export default class A {}\nexport const unused = 1;\n`,
      ...main(`import A from '@x/a'; new A();`),
    },
    dead,
    alive: ['unused-export libs/a/src/index.ts#default'],
  },
  {
    name: 'an unused default export',
    files: {
      'libs/a/src/index.ts': `export const used = 1;\nexport default { a: 1 };\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead: ['unused-export libs/a/src/index.ts#default'],
    alive,
  },
  {
    name: 'default imported as a name',
    files: {
      'libs/a/src/index.ts': `function f() {}\nexport default f;\nexport const unused = 1;\n`,
      ...main(`import { default as f } from '@x/a'; f();`),
    },
    dead,
    alive: ['unused-export libs/a/src/index.ts#default'],
  },
  {
    name: 'a conditional dynamic import takes both',
    files: {
      'libs/a/src/index.ts': two,
      'libs/b/src/index.ts': `export const b = 1;`,
      ...main(`void import(process.argv[2] ? '@x/a' : '@x/b').then((m) => console.log(m));`),
    },
    dead: [],
    alive: [...dead, ...alive, 'unused-export libs/b/src/index.ts#b'],
  },
  {
    name: 'a name imported and never read',
    files: { 'libs/a/src/index.ts': two, ...main(`import { used, unused } from '@x/a'; used();`) },
    dead,
    alive,
  },
  {
    name: 'an import of a type among values',
    files: {
      'libs/a/src/index.ts': `export interface A { a: 1 }\nexport const used = 1;\nexport const unused = 2;\n`,
      ...main(`import { type A, used } from '@x/a'; const a: A = { a: 1 }; console.log(a, used);`),
    },
    dead,
    alive: [...alive, 'unused-export libs/a/src/index.ts#A'],
  },
];
