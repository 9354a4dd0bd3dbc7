import type { ExperimentBroker, KeepLeaseOptions, Lease, LeaseKeeper } from '../experiment-broker.ts';

/** Renewals within a time to live: one that fails harms nobody. */
export const HEARTBEATS = 3;

/** Keeps a lease from this thread: renewed as long as its event loop turns. */
export function keepInProcess(
  broker: Pick<ExperimentBroker, 'renewLease' | 'releaseLease'>,
  lease: Lease,
  { ttlMs, onLost, onError }: KeepLeaseOptions,
): LeaseKeeper {
  let releasing: Promise<void> | undefined;
  // quality-ignore unguarded -- renew hands its failures to onError
  const timer = setInterval(() => void renew(), ttlMs / HEARTBEATS);
  timer.unref();

  async function renew(): Promise<void> {
    try {
      const result = await broker.renewLease(lease, { ttlMs });
      if (releasing !== undefined || result.status === 'renewed') return;
      clearInterval(timer);
      onLost(result.epoch);
    } catch (error) {
      if (releasing === undefined) onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function release(): Promise<void> {
    clearInterval(timer);
    releasing ??= broker.releaseLease(lease);
    return releasing;
  }

  return { release, [Symbol.asyncDispose]: release };
}
