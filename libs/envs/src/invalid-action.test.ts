import { expect, it } from '@jest/globals';
import { invalidAction } from './invalid-action.ts';
import { Discrete } from './spaces/discrete.ts';

it.each<[unknown, string]>([
  [2, '2'],
  [Number.NaN, 'NaN'],
  [undefined, 'undefined'],
  [null, 'null'],
  ['left', '"left"'],
  [[1, 2], '[1,2]'],
  [{ x: 1 }, '{"x":1}'],
  [Float32Array.of(1, 0.5), 'Float32Array {"0":1,"1":0.5}'],
])('an action that is none says what it is: %p', (action, text) => {
  expect(invalidAction('CartPole-v1', new Discrete(2), action)).toMatchObject({
    code: 'envs/invalid-action',
    message: `CartPole-v1 expects an action of Discrete(2), but got ${text}.`,
  });
});
