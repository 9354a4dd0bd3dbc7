import { CartwheelError, type Scope } from '@cartwheel/async-guard';
import { BrokerError, type ExperimentBroker, type Lease } from '@cartwheel/broker';
import { shortName } from './writer/writer-name.ts';

/** How long a run stays ours after its writer was last heard of. */
export const DEFAULT_LEASE_TTL_MS = 30_000;

export function leaseHeld({ runId, owner, expiresAt }: Lease): CartwheelError {
  return new CartwheelError(
    'session/lease-held',
    `Run ${runId} is written by another process, ${shortName(owner)}, until ${new Date(expiresAt).toISOString()}; wait for its end.`,
  );
}

/** The right to write a run, kept until it is released. */
export interface RunLease {
  readonly epoch: number;
  /** Aborted, with a `session/lease-lost` error as its reason, when a writer with a higher epoch took the run over. */
  readonly lost: AbortSignal;
  /** Tells that a write was refused because of a higher epoch. */
  lose(epoch: number): void;
  release(): Promise<void>;
}

export interface TakeLeaseOptions {
  owner: string;
  /** What fails in keeping the lease goes to its sink. */
  scope: Scope;
  /** Time to live, in milliseconds. Default 30,000. */
  ttlMs?: number | undefined;
  /** The broker lost the run, and its lease with it: whoever holds its state puts it there again. */
  onGone: () => void;
}

/** Throws `session/lease-held` when another process writes the run. */
export async function takeLease(broker: ExperimentBroker, runId: string, options: TakeLeaseOptions): Promise<RunLease> {
  const { owner, ttlMs = DEFAULT_LEASE_TTL_MS } = options;
  const result = await broker.acquireLease(runId, { owner, ttlMs });
  if (result.status === 'held') throw leaseHeld(result.lease);
  return keepLease(broker, result.lease, { ...options, ttlMs });
}

function keepLease(
  broker: ExperimentBroker,
  lease: Lease,
  { ttlMs, scope, onGone }: TakeLeaseOptions & { ttlMs: number },
): RunLease {
  const loss = new AbortController();

  function lose(epoch: number): void {
    loss.abort(
      new CartwheelError(
        'session/lease-lost',
        `Run ${lease.runId} was taken over by a writer with epoch ${epoch}; this one has epoch ${lease.epoch} and stops.`,
      ),
    );
  }

  /** Into the scope's sink: the next renewal may go through. */
  function report(error: Error): void {
    if (error instanceof BrokerError && error.code === 'broker/unknown-run') onGone();
    void scope.spawn('renew lease', async () => {
      throw error;
    });
  }

  const keeper = broker.keepLease(lease, {
    ttlMs,
    onLost: lose,
    onError: report,
  });
  return { epoch: lease.epoch, lost: loss.signal, lose, release: () => keeper.release() };
}
