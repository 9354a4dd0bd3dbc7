import type { CallbackMode, Hook, TrainingCallback } from './training-callback.ts';
import type { TrainingEvent } from './training-event.ts';

/** What a function needs to be a callback. */
export interface CallbackFromOptions {
  /** For messages. Default: the function's own name. */
  name?: string;
  /** Where the function gives promises. */
  mode?: CallbackMode;
}

/** One function for all events: `event.type` says which it is. */
export function callbackFrom(
  listener: Hook<TrainingEvent>,
  { name = listener.name || 'function', mode }: CallbackFromOptions = {},
): TrainingCallback {
  return {
    name,
    ...(mode === undefined ? {} : { mode }),
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
  };
}
