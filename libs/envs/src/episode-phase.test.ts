import { expect, it } from '@jest/globals';
import { isEpisodePhase, requireRunning } from './episode-phase.ts';

it.each([
  ['new' as const, 'CartPole-v1 was not reset yet'],
  ['ended' as const, 'CartPole-v1 is at the end of an episode'],
])('an episode that is %s is not stepped', (phase, reason) => {
  expect(() => requireRunning('CartPole-v1', phase)).toThrow(
    expect.objectContaining({
      code: 'envs/reset-needed',
      message: `step() expects a running episode, but ${reason}: call reset() first.`,
    }),
  );
});

it('one that runs is', () => {
  expect(() => requireRunning('CartPole-v1', 'running')).not.toThrow();
});

it('there are three phases', () => {
  const values = ['new', 'running', 'ended', '', 'other', undefined, null, 1];
  expect(values.map((value) => isEpisodePhase(value))).toEqual([true, true, true, false, false, false, false, false]);
});
