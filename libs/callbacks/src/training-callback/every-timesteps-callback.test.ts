import { expect, it, jest } from '@jest/globals';
import { fakeSession, stepEvent } from '../../tests/fakes.ts';
import { createEveryTimesteps } from './every-timesteps-callback.ts';
import type { Hook } from './training-callback.ts';
import type { StepEvent } from './training-event.ts';

it('calls its hook at each multiple that is crossed, and passes on what it gives', () => {
  const hook = jest.fn<Hook<StepEvent>>().mockReturnValue({ stop: 'enough' });
  const callback = createEveryTimesteps(10, hook);
  const results = [8, 16, 24].map((timesteps) => callback.onStep?.(stepEvent(timesteps), fakeSession()));

  expect(results).toEqual([undefined, { stop: 'enough' }, { stop: 'enough' }]);
  expect(hook).toHaveBeenCalledTimes(2);
});

it('does not call it again for what a resumed training has passed', () => {
  const hook = jest.fn<Hook<StepEvent>>();
  const callback = createEveryTimesteps(10, hook);
  const session = fakeSession();
  void callback.onTrainingStart?.({ type: 'training-start', timesteps: 25, time: 0, totalTimesteps: 50 }, session);
  void callback.onStep?.(stepEvent(26), session);

  expect(hook).not.toHaveBeenCalled();
});

it('carries the mode of its hook', () => {
  expect(Object.keys(createEveryTimesteps(1, () => {}))).toEqual(['name', 'onTrainingStart', 'onStep']);
  expect(createEveryTimesteps(1, () => {}, { mode: 'latest' })).toMatchObject({
    name: 'every 1 steps',
    mode: 'latest',
  });
});
