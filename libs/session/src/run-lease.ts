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
  /**
   * The broker lost the run, and its lease with it: whoever holds the run's state gives what puts it there again. It is called
   * at each renewal that finds the run gone, and at once where one did already.
   */
  restoreBy(restore: () => void): void;
  release(): Promise<void>;
}

export interface TakeLeaseOptions {
  owner: string;
  /** What fails in keeping the lease goes to its sink. */
  scope: Scope;
  /** Time to live, in milliseconds. Default 30,000. */
  ttlMs?: number | undefined;
}

type LeaseBroker = Pick<ExperimentBroker, 'acquireLease' | 'keepLease'>;

/** Throws `session/lease-held` when another process writes the run. */
export async function takeLease(broker: LeaseBroker, runId: string, options: TakeLeaseOptions): Promise<RunLease> {
  const { owner, ttlMs = DEFAULT_LEASE_TTL_MS } = options;
  const result = await broker.acquireLease(runId, { owner, ttlMs });
  if (result.status === 'held') throw leaseHeld(result.lease);
  return keepLease(broker, result.lease, { ...options, ttlMs });
}

function keepLease(
  broker: LeaseBroker,
  lease: Lease,
  { ttlMs, scope }: TakeLeaseOptions & { ttlMs: number },
): RunLease {
  const loss = new AbortController();
  let isGone = false;
  let restore = (): void => {
    isGone = true;
  };

  function restoreBy(other: () => void): void {
    restore = other;
    if (isGone) restore();
    isGone = false;
  }

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
    if (error instanceof BrokerError && error.code === 'broker/unknown-run') restore();
    void scope.spawn('renew lease', async () => {
      throw error;
    });
  }

  const keeper = broker.keepLease(lease, {
    ttlMs,
    onLost: lose,
    onError: report,
  });
  return { epoch: lease.epoch, lost: loss.signal, lose, restoreBy, release: () => keeper.release() };
}
