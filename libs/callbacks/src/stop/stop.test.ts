import { describe, expect, it } from '@jest/globals';
import { evaluationEvent, fakeSession, stepEvent } from '../../tests/fakes.ts';
import type { EpisodeEndEvent } from '../training-callback/training-event.ts';
import { createStopAfterEpisodes } from './stop-after-episodes.ts';
import { createStopAfterTime } from './stop-after-time.ts';
import { createStopOnNoImprovement } from './stop-on-no-improvement.ts';
import { createStopOnReward } from './stop-on-reward.ts';

const session = fakeSession();

it.each([
  [createStopOnReward(1), 'stop on reward'],
  [createStopOnNoImprovement({ evaluations: 1 }), 'stop on no improvement'],
  [createStopAfterEpisodes(1), 'stop after episodes'],
  [createStopAfterTime(1), 'stop after time'],
])('goes by a name of its own in messages', (callback, name) => {
  expect(callback.name).toBe(name);
});

describe('createStopOnReward', () => {
  it('stops at the threshold, not below it', () => {
    const callback = createStopOnReward(475);
    const results = [474.9, Number.NaN, 475].map((mean) => callback.onEvaluation?.(evaluationEvent(mean), session));
    expect(results).toEqual([undefined, undefined, { stop: 'the mean return 475 reached the threshold 475' }]);
  });
});

describe('createStopOnNoImprovement', () => {
  const run = (callback: ReturnType<typeof createStopOnNoImprovement>, means: number[]) =>
    means.map((mean) => callback.onEvaluation?.(evaluationEvent(mean), session) !== undefined);

  it('stops after so many evaluations in a row that are no better than the best', () => {
    expect(run(createStopOnNoImprovement({ evaluations: 2 }), [1, 0, 2, 2, 1])).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('does not count the first ones', () => {
    expect(run(createStopOnNoImprovement({ evaluations: 1, after: 3 }), [5, 1, 1, 1])).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('goes by the best of all, not by the one before, and says so', () => {
    const callback = createStopOnNoImprovement({ evaluations: 2 });
    const results = [3, 1, 2].map((mean) => callback.onEvaluation?.(evaluationEvent(mean), session));
    expect(results).toEqual([undefined, undefined, { stop: 'no evaluation was better than 3 2 times in a row' }]);
  });

  it('goes on from its snapshot', () => {
    const options = { evaluations: 2, after: 1 };
    const before = createStopOnNoImprovement(options);
    run(before, [5, 1]);
    const resumed = createStopOnNoImprovement(options);
    resumed.restore?.(before.snapshot?.() ?? {});
    expect(run(resumed, [4])).toEqual([true]);
  });

  it('refuses a count of 0', () => {
    expect(() => createStopOnNoImprovement({ evaluations: 0 })).toThrow(
      expect.objectContaining({
        code: 'callbacks/invalid-count',
        message: expect.stringContaining('expected evaluations to be a positive integer, got 0'),
      }),
    );
  });
});

describe('createStopAfterEpisodes', () => {
  const ended = (envIndex: number): EpisodeEndEvent => ({
    type: 'episode-end',
    timesteps: 1,
    time: 0,
    episodeReturn: 1,
    episodeLength: 1,
    envIndex,
  });

  it('counts the episodes of all environments', () => {
    const callback = createStopAfterEpisodes(3);
    expect([0, 1, 0].map((index) => callback.onEpisodeEnd?.(ended(index), session))).toEqual([
      undefined,
      undefined,
      { stop: '3 episodes have ended' },
    ]);
  });

  it('goes on from its snapshot', () => {
    const before = createStopAfterEpisodes(2);
    void before.onEpisodeEnd?.(ended(0), session);
    const resumed = createStopAfterEpisodes(2);
    resumed.restore?.(before.snapshot?.() ?? {});
    expect(resumed.onEpisodeEnd?.(ended(0), session)).toEqual({ stop: '2 episodes have ended' });
  });

  it('refuses half an episode', () => {
    expect(() => createStopAfterEpisodes(0.5)).toThrow('expected episodes to be a positive integer, got 0.5');
  });
});

describe('createStopAfterTime', () => {
  it('counts from the start of training', () => {
    const callback = createStopAfterTime(2);
    void callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 5_000, totalTimesteps: 10 }, session);
    expect([6_999, 7_000].map((time) => callback.onStep?.(stepEvent(1, time), session))).toEqual([
      undefined,
      { stop: 'the 2 seconds are used up' },
    ]);
  });

  it('refuses no time at all', () => {
    expect(() => createStopAfterTime(0)).toThrow(
      expect.objectContaining({
        code: 'callbacks/invalid-time',
        message: expect.stringContaining('expected seconds to be above 0, got 0'),
      }),
    );
  });
});
