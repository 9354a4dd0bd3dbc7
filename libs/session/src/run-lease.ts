import { setTimeout as delay } from 'node:timers/promises';
import { CartwheelError, type Scope } from '@cartwheel/async-guard';
import type { ExperimentBroker, Lease } from '@cartwheel/broker';

/** How long a run stays ours after its writer was last heard of. */
const LEASE_TTL_MS = 30_000;
/** Renewed thrice within its time to live: a renewal that fails harms nobody. */
const RENEW_INTERVAL_MS = LEASE_TTL_MS / 3;

/** The right to write a run, kept as long as its scope is open. */
export interface RunLease {
  readonly epoch: number;
  /** Aborted, with a `session/lease-lost` error as its reason, when a writer with a higher epoch took the run over. */
  readonly lost: AbortSignal;
  /** Tells that a write was refused because of a higher epoch. */
  lose(epoch: number): void;
  release(): Promise<void>;
}

/** Throws `session/lease-held` when another process writes the run. */
export async function takeLease(
  broker: ExperimentBroker,
  runId: string,
  { owner, scope }: { owner: string; scope: Scope },
): Promise<RunLease> {
  const result = await broker.acquireLease(runId, { owner, ttlMs: LEASE_TTL_MS });
  if (result.status === 'held') {
    throw new CartwheelError(
      'session/lease-held',
      `Run ${runId} is written by another process until ${new Date(result.lease.expiresAt).toISOString()}; wait for its end.`,
    );
  }
  return keepLease(broker, result.lease, scope);
}

function keepLease(broker: ExperimentBroker, taken: Lease, scope: Scope): RunLease {
  let lease = taken;
  const loss = new AbortController();

  function lose(epoch: number): void {
    loss.abort(
      new CartwheelError(
        'session/lease-lost',
        `Run ${taken.runId} was taken over by a writer with epoch ${epoch}; this one has epoch ${taken.epoch} and stops.`,
      ),
    );
  }

  async function renew(): Promise<void> {
    const result = await broker.renewLease(lease, { ttlMs: LEASE_TTL_MS });
    if (result.status === 'renewed') lease = result.lease;
    else lose(result.epoch);
  }

  /** A renewal that fails is told to the scope's sink; the next one may go through. */
  async function keepRenewing(signal: AbortSignal): Promise<void> {
    while (!loss.signal.aborted) {
      await delay(RENEW_INTERVAL_MS, undefined, { signal, ref: false });
      await scope.spawn('renew lease', renew, { timeoutMs: RENEW_INTERVAL_MS });
    }
  }

  void scope.spawn('keep lease', keepRenewing);
  return { epoch: taken.epoch, lost: loss.signal, lose, release: () => broker.releaseLease(lease) };
}
