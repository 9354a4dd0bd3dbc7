import { expect, it } from '@jest/globals';
import { refusedLicences } from './licences.ts';

const component = (name: string, ...licenses: unknown[]): object => ({
  name,
  version: '1.0.0',
  purl: `pkg:npm/${name.replace('@', '%40')}@1.0.0`,
  licenses,
});
const id = (value: string): object => ({ license: { id: value } });
const notOurs = (): boolean => false;

it('lets pass what asks for a notice at most, also as an expression', () => {
  const components = [
    component('a', id('MIT')),
    component('b', { expression: '(Apache-2.0 AND BSD-3-Clause)' }),
    component('@scope/c', { expression: '(GPL-3.0-only OR ISC)' }),
  ];

  expect(refusedLicences({ components }, notOurs)).toEqual([]);
});

it('names what asks for more, what is no known licence, and what gives none', () => {
  const components = [
    component('a', id('GPL-3.0-only')),
    component('@scope/b', { expression: '(MIT AND AGPL-3.0-only)' }),
    component('c', { license: { name: 'SEE LICENSE IN FILE' } }),
    component('d'),
  ];

  expect(refusedLicences({ components }, notOurs)).toEqual([
    'a@1.0.0: GPL-3.0-only',
    '@scope/b@1.0.0: (MIT AND AGPL-3.0-only)',
    'c@1.0.0: SEE LICENSE IN FILE',
    'd@1.0.0: no licence given',
  ]);
  expect(refusedLicences({ components }, (name) => !name.startsWith('a@'))).toEqual(['a@1.0.0: GPL-3.0-only']);
});

it('refuses what is no bill of materials', () => {
  expect(() => refusedLicences({}, notOurs)).toThrow('components');
});
