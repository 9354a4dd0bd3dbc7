import type { HealthCheck, Probe } from '../health-check.ts';

/** How long training may stand still. */
export interface ProgressCheckOptions {
  /** When the last step was made, in milliseconds of `now`'s clock; `undefined` before the first or while paused. */
  readonly lastStepAt: () => number | undefined;
  /** A step older than this is too old. Milliseconds: choose several times the longest iteration or evaluation. */
  readonly expectedWithinMs: number;
  /** Default: `['ready']`. With `live`, Kubernetes restarts a trainer that hangs. */
  readonly affects?: readonly Probe[] | undefined;
  /** Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** Named `progress`: is the last step's age within what is expected? */
export function progressCheck(options: ProgressCheckOptions): HealthCheck {
  const { lastStepAt, expectedWithinMs, affects, now = Date.now } = options;
  return {
    name: 'progress',
    affects,
    run() {
      const at = lastStepAt();
      if (at === undefined) return { ok: true, detail: 'no step is expected now' };
      const ageMs = Math.round(now() - at);
      const detail = `the last step is ${ageMs} ms old, expected at most ${expectedWithinMs} ms`;
      if (ageMs <= expectedWithinMs) return { ok: true, detail };
      return { ok: false, detail, advice: 'see the log for what training waits for, or raise the expected time' };
    },
  };
}
