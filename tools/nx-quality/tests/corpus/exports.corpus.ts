import { lib, main, type CorpusCase } from './corpus-case.ts';
import { alive, dead, two } from './two-exports.ts';

/** What a name is used for, and what is no use. */
export const exportCases: readonly CorpusCase[] = [
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
