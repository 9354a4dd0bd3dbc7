import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HealthCheck } from '../health-check.ts';

/** How long the event loop may be held. */
export interface EventLoopCheckOptions {
  /** Default: 1,000 ms. Training gives way every 20 ms, so a second is fifty turns missed. */
  readonly maxLagMs?: number | undefined;
}

export interface EventLoopCheck extends HealthCheck {
  /** Stops measuring. */
  stop(): void;
}

/** Named `event-loop`: the longest delay of the event loop since the last run of the check. */
export function eventLoopCheck({ maxLagMs = 1_000 }: EventLoopCheckOptions = {}): EventLoopCheck {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  return {
    name: 'event-loop',
    run() {
      const lagMs = Math.round(histogram.max / 1e6);
      histogram.reset();
      const detail = `the event loop was late by up to ${lagMs} ms, allowed are ${maxLagMs} ms`;
      if (lagMs <= maxLagMs) return { ok: true, detail };
      return { ok: false, detail, advice: 'let long synchronous work give way with createYielder(), or use a worker' };
    },
    stop() {
      histogram.disable();
    },
  };
}
