import { expect, it } from '@jest/globals';
import { runRecord } from '../testing/records.ts';
import { paramsOf } from './run-values.ts';

it('settings are texts: JSON where they are no text and no number, with NaN and infinities by name', () => {
  const hyperparameters = {
    text: 'x',
    lr: 1e-7,
    target: Number.NaN,
    kl: Number.NEGATIVE_INFINITY,
    net: [64, Number.NaN],
  };
  const params = paramsOf(runRecord('aaa', { hyperparameters: { ...hyperparameters, on: true, none: null } }));
  expect(Object.fromEntries(params.map(({ key, value }) => [key, value]))).toEqual({
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: '7',
    text: 'x',
    lr: '1e-7',
    target: 'NaN',
    kl: '-Infinity',
    net: '[64,{"$float":"NaN"}]',
    on: 'true',
    none: 'null',
  });
});
