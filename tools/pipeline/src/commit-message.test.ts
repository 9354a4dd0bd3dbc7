import { expect, it } from '@jest/globals';
import { faultOf } from './commit-message.ts';

it.each([
  'feat(envs): add Pendulum-v1\n',
  'fix!: refuse a newer document\n\nBecause it would be overwritten.\n',
  'feat(session,trainer): join the libraries\n# Please enter the commit message\n',
  'Merge branch main\n',
  'fixup! feat(envs): add Pendulum-v1',
])('takes %j', (message) => expect(faultOf(message)).toBeUndefined());

it.each([
  ['added things', /type\(scope\)/],
  ['feature(envs): add', /with a type of build, chore/],
  ['feat(envs):', /received "feat\(envs\):"/],
  ['feat: a\nand b', /empty line/],
  [`feat: ${'x'.repeat(200)}`, /at most 120/],
  ['', /received ""/],
])('refuses %j', (message, fault) => expect(faultOf(message)).toMatch(fault));
