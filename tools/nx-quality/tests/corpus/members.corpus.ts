import { lib, main, type CorpusCase } from './corpus-case.ts';

const settings = { members: true };
const index = 'libs/a/src/index.ts';
const member = (name: string) => `unused-member ${index}#${name}`;

/** Members of exported classes and enums, with the option that checks them. */
export const memberCases: readonly CorpusCase[] = [
  {
    name: 'a method that nobody calls',
    settings,
    files: {
      [index]: `export class A { used() {} unused() {} }`,
      ...main(`import { A } from '@x/a'; new A().used();`),
    },
    dead: [member('A.unused')],
    alive: [member('A.used')],
  },
  {
    name: 'members without the option',
    files: {
      [index]: `export class A { used() {} unused() {} }`,
      ...main(`import { A } from '@x/a'; new A().used();`),
    },
    dead: [],
    alive: [member('A.unused')],
  },
  {
    name: 'an enum member',
    settings,
    files: { [index]: `export enum E { Used, Unused }`, ...main(`import { E } from '@x/a'; console.log(E.Used);`) },
    dead: [member('E.Unused')],
    alive: [member('E.Used')],
  },
  {
    name: 'an enum member by string',
    settings,
    files: { [index]: `export enum E { Used }`, ...main(`import { E } from '@x/a'; console.log(E['Used']);`) },
    dead: [],
    alive: [member('E.Used')],
  },
  {
    name: 'private members are not checked',
    settings,
    files: {
      [index]: `export class A { private a = 1; #b = 2; used() { return this.#b; } }`,
      ...main(`import { A } from '@x/a'; new A().used();`),
    },
    dead: [],
    alive: [member('A.a')],
  },
  {
    name: 'a member taken apart',
    settings,
    files: {
      [index]: `export class A { size = 1; other = 2; }`,
      ...main(`import { A } from '@x/a'; const { size } = new A(); console.log(size);`),
    },
    dead: [member('A.other')],
    alive: [member('A.size')],
  },
  {
    name: 'a static member',
    settings,
    files: {
      [index]: `export class A { static make() { return new A(); } static old() {} }`,
      ...main(`import { A } from '@x/a'; A.make();`),
    },
    dead: [member('A.old')],
    alive: [member('A.make')],
  },
  {
    name: 'a member used by its own class',
    settings,
    files: {
      [index]: `export class A { used() { return this.inner(); } inner() {} }`,
      ...main(`import { A } from '@x/a'; new A().used();`),
    },
    dead: [],
    alive: [member('A.inner')],
  },
  {
    name: 'a published class keeps its members',
    settings,
    files: { 'libs/a/package.json': lib('@x/a', { private: undefined }), [index]: `export class A { api() {} }` },
    dead: [],
    alive: [member('A.api')],
  },
  {
    name: 'a getter',
    settings,
    files: {
      [index]: `export class A { get used() { return 1; } get unused() { return 2; } }`,
      ...main(`import { A } from '@x/a'; console.log(new A().used);`),
    },
    dead: [member('A.unused')],
    alive: [member('A.used')],
  },
  {
    name: 'members that only a template names',
    settings,
    files: {
      [index]: `export class A { title = 1; save() {} other = 2; }\nexport class B { text = 'x'; unused = 3; }\nexport const b = { template: '<p>{{ text }}</p>', type: B };`,
      'libs/a/src/a.html': `<h1 (click)="save()">{{ title }}</h1>`,
      ...main(`import { A, B, b } from '@x/a'; console.log(new A(), B, b);`),
    },
    dead: [member('A.other'), member('B.unused')],
    alive: [member('A.title'), member('A.save'), member('B.text')],
  },
];
