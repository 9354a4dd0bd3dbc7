import { checkMilliseconds } from './task.ts';

/** What `createLagMonitor` takes. */
export interface LagMonitorOptions {
  /** Milliseconds between two looks at the clock. Default 20. */
  readonly everyMs?: number | undefined;
  /** A clock in milliseconds. Default: `performance.now`. */
  readonly now?: (() => number) | undefined;
}

/** Measures how long the event loop keeps others waiting. Disposed, it measures no more. */
export interface LagMonitor extends Disposable {
  /** The longest lag since the last call, in milliseconds, the one under way included; then it starts anew. */
  takeMaxMs(): number;
}

/**
 * Watches the event loop by a timer: what it is late by is the lag. It keeps no process alive.
 *
 * @throws `async-guard/bad-timeout` for an `everyMs` that no timer can hold.
 */
export function createLagMonitor({ everyMs = 20, now = () => performance.now() }: LagMonitorOptions = {}): LagMonitor {
  checkMilliseconds('everyMs', everyMs);
  let maxMs = 0;
  let dueAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    maxMs = Math.max(maxMs, now() - dueAt);
    plan();
  }

  function plan(): void {
    dueAt = now() + everyMs;
    timer = setTimeout(look, everyMs);
    // A number in browsers.
    if (typeof timer === 'object') timer.unref();
  }

  plan();
  return {
    takeMaxMs() {
      const lag = Math.max(0, maxMs, timer === undefined ? 0 : now() - dueAt);
      maxMs = 0;
      return lag;
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
