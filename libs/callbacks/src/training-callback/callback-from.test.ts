import { expect, it } from '@jest/globals';
import { evaluationEvent, fakeSession, stepEvent } from '../../tests/fakes.ts';
import { callbackFrom } from './callback-from.ts';
import { composeCallbacks } from './compose-callbacks.ts';
import type { TrainingEvent } from './training-event.ts';

it('hears every event with one function, and may stop', () => {
  const heard: string[] = [];
  const hooks = composeCallbacks([
    callbackFrom(function listen(event: TrainingEvent) {
      heard.push(event.type);
      return event.type === 'evaluation' ? { stop: 'evaluated' } : undefined;
    }),
  ]);

  expect(hooks.name).toBe('listen');
  expect(hooks.onStep?.(stepEvent(1), fakeSession())).toBeUndefined();
  expect(hooks.onEvaluation?.(evaluationEvent(1), fakeSession())).toEqual({ stop: 'evaluated' });
  expect(heard).toEqual(['step', 'evaluation']);
});
