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

it('is told of all that is part of the training’s story', () => {
  const listener = () => {};
  const { name, ...hooks } = callbackFrom(listener);

  expect(name).toBe('listener');
  expect(hooks).toEqual({
    onTrainingStart: listener,
    onRolloutStart: listener,
    onStep: listener,
    onEpisodeEnd: listener,
    onRolloutEnd: listener,
    onUpdate: listener,
    onEvaluation: listener,
    onCheckpoint: listener,
    onCommand: listener,
    onTrainingEnd: listener,
    onError: listener,
  });
});

it('takes a name and a mode', () => {
  expect(callbackFrom(() => {}).name).toBe('function');
  expect(callbackFrom(() => {}, { name: 'mine', mode: 'latest' })).toMatchObject({ name: 'mine', mode: 'latest' });
});
