import { everyTimesteps } from '../training-callback/every-timesteps.ts';
import type { HookResult, TrainingCallback } from '../training-callback/training-callback.ts';
import type { NamedParameters, TrainingSession } from '../training-callback/training-session.ts';

/** When weights are looked at besides after updates. */
export interface NanWatchOptions {
  /** Besides after each update: when a multiple of so many environment steps is crossed. Default: not. */
  everyTimesteps?: number;
}

/**
 * Stops when a statistic of an update, or a parameter, is NaN or infinite, and says in which layer. Where the session
 * shows no parameters it looks at the statistics only. One look reads every parameter once.
 *
 * Throws `callbacks/invalid-frequency`.
 */
export function createNanWatch(options: NanWatchOptions = {}): TrainingCallback {
  const frequency = options.everyTimesteps === undefined ? undefined : everyTimesteps(options.everyTimesteps);
  return {
    name: 'NaN watch',
    onTrainingStart: ({ timesteps }) => frequency?.startAt(timesteps),
    ...(frequency === undefined
      ? {}
      : {
          onStep: ({ timesteps }, session) =>
            frequency.isDue(timesteps) ? stopFor([], firstBadParameter(session), timesteps) : undefined,
        }),
    onUpdate({ statistics, timesteps }, session) {
      const bad = Object.entries(statistics).filter(([, value]) => !Number.isFinite(value));
      const shown = bad.map(([name, value]) => `train/${name} is ${value}`);
      return stopFor(shown, firstBadParameter(session), timesteps);
    },
  };
}

function stopFor(statistics: readonly string[], parameter: string | undefined, timesteps: number): HookResult {
  const found = parameter === undefined ? statistics : [...statistics, parameter];
  return found.length === 0 ? undefined : { stop: `not finite at timestep ${timesteps}: ${found.join('; ')}` };
}

function firstBadParameter(session: TrainingSession): string | undefined {
  for (const tensor of session.parameters?.() ?? []) {
    const index = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) return describe(tensor, index);
  }
  return undefined;
}

function describe({ name, data }: NamedParameters, index: number): string {
  return `parameter ${index} of ${name} is ${data[index]}`;
}
