import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../dev-service-error.ts';

export interface UntilReadyOptions {
  /** Of time in which this process ran: one that was frozen meanwhile knows nothing of what it waits for. */
  withinMs: number;
  /** Of one probe. Default 2,000. */
  probeTimeoutMs?: number;
  /** Between probes. Default 50. */
  pauseMs?: number;
  /** Rejects at once when what is probed is known to be gone. */
  gone?: () => Promise<boolean>;
  signal?: AbortSignal | undefined;
}

/**
 * Probes until it passes. Containers' own health checks stay "starting" where no systemd runs them, so none is relied on.
 *
 * @throws Error with the last probe's reason, when the time is over or `gone` says so
 */
export async function untilReady(
  probe: (signal: AbortSignal) => Promise<void>,
  { withinMs, probeTimeoutMs = 2_000, pauseMs = 50, gone, signal }: UntilReadyOptions,
): Promise<void> {
  let waitedMs = 0;
  for (;;) {
    signal?.throwIfAborted();
    const begun = performance.now();
    try {
      return await probe(AbortSignal.timeout(probeTimeoutMs));
    } catch (error) {
      if (await gone?.()) throw new Error(`It ended. The last probe: ${messageOf(error)}`, { cause: error });
      // No probe takes longer; in what is beyond, this process did not run.
      waitedMs += Math.min(performance.now() - begun, probeTimeoutMs) + pauseMs;
      if (waitedMs >= withinMs) {
        throw new Error(`Not ready within ${withinMs} ms. The last probe: ${messageOf(error)}`, { cause: error });
      }
    }
    await delay(pauseMs, undefined, signal === undefined ? {} : { signal });
  }
}
