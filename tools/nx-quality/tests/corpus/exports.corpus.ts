import { lib, main, type CorpusCase } from './corpus-case.ts';

const two = `export function used() { return 1; }\nexport function unused() { return 2; }\n`;
const dead = ['unused-export libs/a/src/index.ts#unused'];
const alive = ['unused-export libs/a/src/index.ts#used'];

/** Exports and every way to import them. */
export const exportCases: readonly CorpusCase[] = [
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
  {
    name: 'a component in JSX',
    files: {
      'libs/a/src/index.ts': `export * from './b';`,
      'libs/a/src/b.tsx': `export const Button = () => null;\nexport const Card = () => null;\n`,
      'apps/app/package.json': { name: 'app', private: true, main: './src/main.tsx', dependencies: { '@x/a': '*' } },
      'apps/app/src/main.tsx': `import { Button } from '@x/a';\nconsole.log(<Button />);\n`,
    },
    dead: ['unused-export libs/a/src/b.tsx#Card'],
    alive: ['unused-export libs/a/src/b.tsx#Button'],
  },
  {
    name: 'a component of a namespace in JSX',
    files: {
      'libs/a/src/index.ts': `export * from './b';`,
      'libs/a/src/b.tsx': `export const Button = () => null;\nexport const Card = () => null;\n`,
      'apps/app/package.json': { name: 'app', private: true, main: './src/main.tsx', dependencies: { '@x/a': '*' } },
      'apps/app/src/main.tsx': `import * as ui from '@x/a';\nconsole.log(<ui.Button></ui.Button>);\n`,
    },
    dead: ['unused-export libs/a/src/b.tsx#Card'],
    alive: ['unused-export libs/a/src/b.tsx#Button'],
  },
  {
    name: 'a decorator',
    files: {
      'libs/a/src/index.ts': `export function logged(..._: unknown[]): void {}\nexport function unused() {}\n`,
      ...main(`import { logged } from '@x/a';\nclass A { @logged run() {} }\nnew A().run();\n`),
    },
    dead,
    alive: ['unused-export libs/a/src/index.ts#logged'],
  },
  {
    name: 'a class that registers itself by a decorator',
    files: {
      'libs/a/src/index.ts': `import './element';\nexport const used = 1;\n`,
      'libs/a/src/element.ts': `declare function customElement(tag: string): ClassDecorator;\n@customElement('my-tag')\nexport class MyTag {}\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead: [],
    alive: ['unused-export libs/a/src/element.ts#MyTag'],
  },
  {
    name: 'a base class',
    files: {
      'libs/a/src/index.ts': `export class Base {}\nexport class Other {}\n`,
      ...main(`import { Base } from '@x/a'; class A extends Base {} new A();`),
    },
    dead: ['unused-export libs/a/src/index.ts#Other'],
    alive: ['unused-export libs/a/src/index.ts#Base'],
  },
  {
    name: 'a type argument',
    files: {
      'libs/a/src/index.ts': `export type T = 1;\nexport type U = 2;\n`,
      ...main(`import type { T } from '@x/a'; console.log(new Set<T>());`),
    },
    dead: ['unused-export libs/a/src/index.ts#U'],
    alive: ['unused-export libs/a/src/index.ts#T'],
  },
  {
    name: 'shorthand use',
    files: { 'libs/a/src/index.ts': two, ...main(`import { used } from '@x/a'; console.log({ used });`) },
    dead,
    alive,
  },
  {
    name: 'a property of the same name is no use',
    files: {
      'libs/a/src/index.ts': two,
      ...main(`import { used } from '@x/a'; used(); console.log({ unused: 1 }.unused);`),
    },
    dead,
    alive,
  },
  {
    name: 'a local of the same name is no use',
    files: {
      'libs/a/src/index.ts': `export * from './x';`,
      'libs/a/src/x.ts': `export const unused = 1;\nexport function used(unused: number) { return unused; }\n`,
      ...main(`import { used } from '@x/a'; used(1);`),
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used'],
  },
  {
    name: 'used only in its own file',
    files: {
      'libs/a/src/index.ts': `export const inner = 1;\nexport const used = () => inner;\n`,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead: ['unused-export libs/a/src/index.ts#inner'],
    alive,
  },
  {
    name: 'a type in the signature of a living export',
    files: {
      'libs/a/src/index.ts': `export interface Options { a?: Deep }\nexport interface Deep { b: 1 }\nexport interface Alone { c: 1 }\nexport const used = (o: Options) => o;\n`,
      ...main(`import { used } from '@x/a'; used({});`),
    },
    dead: ['unused-export libs/a/src/index.ts#Alone'],
    alive: ['unused-export libs/a/src/index.ts#Options', 'unused-export libs/a/src/index.ts#Deep'],
  },
  {
    name: 'used only by what is dead',
    files: {
      'libs/a/src/index.ts': `export { top } from './x';\nexport const used = 1;\n`,
      'libs/a/src/x.ts': `import { below } from './y';\nexport const top = () => below();\n`,
      'libs/a/src/y.ts': `export const below = () => 1;\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead: ['unused-export libs/a/src/x.ts#top', 'unused-export libs/a/src/y.ts#below'],
    alive,
  },
  {
    name: 'two exports that only use each other',
    files: {
      'libs/a/src/index.ts': `export const ping = (n: number): number => (n > 0 ? pong(n - 1) : 0);\nexport const pong = (n: number): number => ping(n);\nexport const used = 1;\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead: ['unused-export libs/a/src/index.ts#ping', 'unused-export libs/a/src/index.ts#pong'],
    alive,
  },
  {
    name: 'used by what the module runs when it is loaded',
    files: {
      'libs/a/src/index.ts': `import { register } from './x';\nregister();\nexport const used = 1;\n`,
      'libs/a/src/x.ts': `export const register = () => 1;\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead: [],
    alive: ['unused-export libs/a/src/x.ts#register'],
  },
  {
    name: 'a published package: its API lives by definition',
    files: {
      'libs/a/package.json': lib('@x/a', { private: undefined }),
      'libs/a/src/index.ts': `export { used } from './x';\n`,
      'libs/a/src/x.ts': two,
    },
    dead: ['unused-export libs/a/src/x.ts#unused'],
    alive: ['unused-export libs/a/src/x.ts#used', 'unused-export libs/a/src/index.ts#used'],
  },
  {
    name: 'a published package under publicApi: none',
    settings: { publicApi: 'none' },
    files: {
      'libs/a/package.json': lib('@x/a', { private: undefined }),
      'libs/a/src/index.ts': two,
      ...main(`import { used } from '@x/a'; used();`),
    },
    dead,
    alive,
  },
  {
    name: 'an ignore comment with a reason',
    files: {
      'libs/a/src/index.ts': `export const used = 1;\n// quality-ignore dead-code -- loaded by the host by name\nexport const unused = 2;\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead: [],
    alive: dead,
  },
  {
    name: 'an ignore comment without a reason',
    files: {
      'libs/a/src/index.ts': `export const used = 1;\n// quality-ignore dead-code\nexport const unused = 2;\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead,
    alive,
  },
  {
    name: 'overloads and a merged namespace',
    files: {
      'libs/a/src/index.ts': `export function used(a: string): void;\nexport function used(a: number): void;\nexport function used(_: unknown): void {}\nexport namespace used { export const x = 1; }\nexport const unused = 1;\n`,
      ...main(`import { used } from '@x/a'; used(used.x);`),
    },
    dead,
    alive,
  },
  {
    name: 'destructured exports',
    files: {
      'libs/a/src/index.ts': `const o = { used: 1, unused: 2 };\nexport const { used, unused } = o;\n`,
      ...main(`import { used } from '@x/a'; console.log(used);`),
    },
    dead,
    alive,
  },
  {
    name: 'JSDoc types in JavaScript',
    files: {
      'libs/a/src/index.ts': `export type A = 1;\nexport type B = 2;\n`,
      'apps/app/package.json': { name: 'app', private: true, main: './src/main.js', dependencies: { '@x/a': '*' } },
      'apps/app/src/main.js': `/** @type {import('@x/a').A} */\nconst a = 1;\nconsole.log(a);\n`,
    },
    dead: ['unused-export libs/a/src/index.ts#B'],
    alive: ['unused-export libs/a/src/index.ts#A'],
  },
];
