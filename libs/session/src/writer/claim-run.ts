import { setTimeout as delay } from 'node:timers/promises';
import { CartwheelError } from '@cartwheel/async-guard';
import { BrokerError, type ExperimentBroker, type Lease } from '@cartwheel/broker';
import { connectToRun } from '@cartwheel/broker/local';
import { DEFAULT_LEASE_TTL_MS, leaseHeld } from '../run-lease.ts';
import type { RunContext } from '../train-run.ts';
import { fateOf, shortName, writerName } from './writer-name.ts';

export type ClaimingContext = Pick<RunContext, 'broker' | 'logger' | 'signal' | 'leaseTtlMs' | 'isServedHere'>;

/** How often it is looked whether a lease has run out. */
const LOOK_MS = 500;

/**
 * Makes sure that no other process writes a run, before anything of it is read to go on from. A writer that was killed
 * leaves its lease: it is waited for, unless the writer was a process of this machine that has provably ended.
 *
 * Throws `session/lease-held` where another process lives and writes the run, and the signal's reason when it aborts.
 */
export async function claimRun(context: ClaimingContext, runId: string): Promise<AsyncDisposable> {
  const { broker, isServedHere = false } = context;
  if (isServedHere) await requireNobodyHere(runId);
  // The first process may have been one without Redis.
  if ((await broker.read(runId)) === null) return { [Symbol.asyncDispose]: () => Promise.resolve() };
  const lease = await acquire(context, runId);
  return { [Symbol.asyncDispose]: () => release(context, lease) };
}

async function acquire(
  { broker, logger, signal, leaseTtlMs: ttlMs = DEFAULT_LEASE_TTL_MS }: ClaimingContext,
  runId: string,
): Promise<Lease> {
  const owner = writerName();
  let held: Lease | undefined;
  for (;;) {
    const { status, lease } = await broker.acquireLease(runId, { owner, ttlMs });
    if (status === 'acquired') return lease;
    const fate = fateOf(lease.owner);
    if (fate === 'ended') {
      logger.info(`${shortName(lease.owner)}, which wrote run ${runId}, has ended: its lease is given back`, { runId });
      await giveBack(broker, lease);
      continue;
    }
    if (fate === 'alive' || (held !== undefined && lease.expiresAt > held.expiresAt)) throw leaseHeld(lease);
    if (held === undefined) tellWait({ logger }, lease);
    held = lease;
    await wait(signal);
  }
}

/** As its owner did not live to do it. Where another takes the lease meanwhile, its epoch is higher, and this does nothing. */
async function giveBack(broker: ExperimentBroker, { runId, owner }: Lease): Promise<void> {
  const { status, lease } = await broker.acquireLease(runId, { owner, ttlMs: LOOK_MS });
  if (status === 'acquired') await broker.releaseLease(lease);
}

function tellWait({ logger }: Pick<ClaimingContext, 'logger'>, { runId, owner, expiresAt }: Lease): void {
  const until = new Date(expiresAt).toISOString();
  logger.warn(
    `run ${runId} may still be written by ${shortName(owner)}: waiting until its lease runs out, at ${until}`,
    { runId },
  );
}

async function wait(signal: AbortSignal): Promise<void> {
  try {
    await delay(LOOK_MS, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function requireNobodyHere(runId: string): Promise<void> {
  try {
    await (await connectToRun(runId)).close();
  } catch (error) {
    if (error instanceof BrokerError && error.code === 'broker/unreachable') return;
    throw error;
  }
  throw new CartwheelError(
    'session/lease-held',
    `Run ${runId} is trained by another process on this machine; wait for its end, or stop it: cartwheel control ${runId.slice(0, 8)} stop`,
  );
}

/** The run's own lease has gone back by then; this is for one that could not go on. */
async function release({ broker, logger }: ClaimingContext, lease: Lease): Promise<void> {
  try {
    await broker.releaseLease(lease);
  } catch (error) {
    logger.debug('the lease of a run that could not go on runs out by itself', { runId: lease.runId, error });
  }
}
