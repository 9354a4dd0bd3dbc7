import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ExperimentStateError } from './codec/experiment-state-error.ts';
import { parseTrainConfig } from './parse-train-config.ts';

function issuesOf(input: unknown) {
  try {
    parseTrainConfig(input);
  } catch (error) {
    if (error instanceof ExperimentStateError && error.code === 'experiment-state/invalid-config') return error.issues;
    throw error;
  }
  return [];
}

it('fills in the defaults', () => {
  expect(parseTrainConfig({ env: 'CartPole-v1', algo: 'ppo' })).toStrictEqual({
    env: 'CartPole-v1',
    algo: 'ppo',
    seed: 0,
    preset: 'tuned',
    set: {},
    experiment: 'default',
    tags: [],
    evalEpisodes: 20,
    evalEvery: 0,
    checkpointEvery: 0,
  });
});

it('keeps NaN, infinities and -0 of hyperparameters', () => {
  const set = { max_grad_norm: Infinity, nested: [{ low: -Infinity }, Number.NaN, -0] };
  expect(parseTrainConfig({ env: 'e', algo: 'a', set }).set).toStrictEqual(set);
});

it('says of each wrong value where it is, what was expected and what came', () => {
  const input = {
    env: 3,
    algo: '',
    steps: 1.5,
    seed: -1,
    preset: 'fast',
    evalEvery: Number.NaN,
    tags: ['good', 7],
    set: { 'net arch': { pi: [64, () => 64] } },
  };
  expect(issuesOf(input)).toStrictEqual([
    { path: 'env', expected: 'a string', received: '3' },
    { path: 'algo', expected: 'a string that is not empty', received: '""' },
    { path: 'steps', expected: 'a whole number', received: '1.5' },
    { path: 'seed', expected: 'a number >= 0', received: '-1' },
    { path: 'preset', expected: '"tuned" or "default"', received: '"fast"' },
    {
      path: 'set["net arch"].pi[1]',
      expected: expect.stringContaining('a number'),
      received: 'a function',
    },
    { path: 'tags[1]', expected: 'a string', received: '7' },
    { path: 'evalEvery', expected: 'a number', received: 'NaN' },
  ]);
});

it('names the known settings for an unknown one', () => {
  expect(issuesOf({ env: 'e', algo: 'a', stesp: 5 })).toStrictEqual([
    { path: 'stesp', expected: expect.stringContaining('steps'), received: 'an unknown name' },
  ]);
});

it.each([
  [null, 'null'],
  [undefined, 'nothing'],
  [[1], 'a list'],
])('refuses %p as a whole', (input, received) => {
  expect(issuesOf(input)).toStrictEqual([{ path: '', expected: 'an object', received }]);
});

it('gives a config or a list of issues, whatever comes', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withDate: true, withMap: true }), (set) => {
      for (const issue of issuesOf({ env: 'e', algo: 'a', set })) expect(issue.path).toMatch(/^set/);
    }),
  );
});
