import { everyTimesteps } from './every-timesteps.ts';
import type { CallbackMode, Hook, TrainingCallback } from './training-callback.ts';
import type { StepEvent } from './training-event.ts';

/** What a callback that runs every so many steps takes. */
export interface EveryTimestepsOptions {
  /** For messages. Default: `every N steps`. */
  name?: string;
  /** Of `hook`, where it gives promises. */
  mode?: CallbackMode;
}

/**
 * Calls `hook` after the step that crosses a multiple of `timesteps` environment steps, however many environments run.
 *
 * Throws `callbacks/invalid-frequency`.
 */
export function createEveryTimesteps(
  timesteps: number,
  hook: Hook<StepEvent>,
  { name = `every ${timesteps} steps`, mode }: EveryTimestepsOptions = {},
): TrainingCallback {
  const frequency = everyTimesteps(timesteps);
  return {
    name,
    ...(mode === undefined ? {} : { mode }),
    onTrainingStart: (event) => frequency.startAt(event.timesteps),
    onStep: (event, session) => (frequency.isDue(event.timesteps) ? hook(event, session) : undefined),
  };
}
