import { describe, expect, it } from '@jest/globals';
import { evaluationEvent, fakeSession, stepEvent } from '../../tests/fakes.ts';
import type { EpisodeEndEvent } from '../training-callback/training-event.ts';
import { createStopAfterEpisodes } from './stop-after-episodes.ts';
import { createStopAfterTime } from './stop-after-time.ts';
import { createStopOnNoImprovement } from './stop-on-no-improvement.ts';
import { createStopOnReward } from './stop-on-reward.ts';

const session = fakeSession();
const stopped = { stop: expect.any(String) };

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

  it('refuses a count of 0', () => {
    expect(() => createStopOnNoImprovement({ evaluations: 0 })).toThrow(
      expect.objectContaining({ code: 'callbacks/invalid-count' }),
    );
  });
});

describe('createStopAfterEpisodes', () => {
  it('counts the episodes of all environments', () => {
    const callback = createStopAfterEpisodes(3);
    const ended = (envIndex: number): EpisodeEndEvent => ({
      type: 'episode-end',
      timesteps: 1,
      time: 0,
      episodeReturn: 1,
      episodeLength: 1,
      envIndex,
    });
    expect([0, 1, 0].map((index) => callback.onEpisodeEnd?.(ended(index), session))).toEqual([
      undefined,
      undefined,
      stopped,
    ]);
  });
});

describe('createStopAfterTime', () => {
  it('counts from the start of training', () => {
    const callback = createStopAfterTime(2);
    void callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 5_000, totalTimesteps: 10 }, session);
    expect([6_999, 7_000].map((time) => callback.onStep?.(stepEvent(1, time), session))).toEqual([undefined, stopped]);
  });

  it('refuses no time at all', () => {
    expect(() => createStopAfterTime(0)).toThrow(expect.objectContaining({ code: 'callbacks/invalid-time' }));
  });
});
