import { expect, it, jest } from '@jest/globals';
import type { TrainingSession } from '@cartwheel/callbacks';
import type { RunStore } from '@cartwheel/tracking';
import { createRowCallback } from './row-callback.ts';

it('says that the run is under way, then how far it is and how fast, once a second', async () => {
  const updateRun = jest.fn<RunStore['updateRun']>(() => Promise.resolve());
  const callback = createRowCallback({ updateRun }, 'abc');
  const session = { timesteps: 0 } as TrainingSession;
  await callback.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: 5_000, totalTimesteps: 9 }, session);
  for (const [time, timesteps] of [
    [5_900, 10],
    [6_000, 20],
    [6_500, 30],
    [7_100, 40],
  ]) {
    const moment = { time, timesteps, updates: 1, statistics: {} };
    await callback.onUpdate?.({ type: 'update', ...moment }, { ...session, timesteps });
  }
  expect(updateRun.mock.calls).toEqual([
    ['abc', { status: 'running' }],
    ['abc', { timesteps: 20, summary: { stepsPerSecond: 20 } }],
    ['abc', { timesteps: 40, summary: { stepsPerSecond: 20_000 / 1100 } }],
  ]);
});
