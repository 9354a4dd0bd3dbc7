import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { BrokerError, unknownRun } from '../../broker-error.ts';
import type { ExperimentBroker, KeepLeaseOptions, Lease, LeaseKeeper } from '../../experiment-broker.ts';
import { HEARTBEATS, keepInProcess } from '../../lease/keep-in-process.ts';
import type { ClientSettings } from '../redis-client.ts';
import { Heartbeat } from './heartbeat.ts';
import type { KeeperNews, KeeperSettings } from './worker/protocol.ts';

export interface KeeperConnection {
  client: ClientSettings;
  /** The key of the run's hash. */
  runKey: string;
}

/**
 * Keeps a lease from a worker thread with a connection of its own, so that a long update of the main loop does not lose it.
 * A main loop that has not ticked for a whole time to live is taken for dead.
 *
 * Connection options that cannot be handed to a thread (functions) leave it to the main loop.
 */
export function keepBesideMainLoop(
  broker: Pick<ExperimentBroker, 'renewLease' | 'releaseLease'>,
  lease: Lease,
  options: KeepLeaseOptions,
  { client, runKey }: KeeperConnection,
): LeaseKeeper {
  const { ttlMs, onLost, onError } = options;
  const heartbeat = new Heartbeat();
  heartbeat.beat();
  const { owner, epoch } = lease;
  const intervalMs = ttlMs / HEARTBEATS;
  const worker = startWorker({ client, runKey, owner, epoch, ttlMs, intervalMs, heartbeat: heartbeat.buffer });
  if (worker === undefined) return keepInProcess(broker, lease, options);

  // quality-ignore unguarded -- it writes to shared memory
  const beating = setInterval(() => heartbeat.beat(), intervalMs / 2).unref();
  let releasing: Promise<void> | undefined;
  worker.unref();
  worker.on('message', (news: KeeperNews) => {
    if (releasing !== undefined) return;
    if (news.type === 'lost') onLost(news.epoch);
    else if (news.type === 'unknown-run') onError(unknownRun(lease.runId));
    else
      onError(
        new BrokerError('broker/unreachable', `The lease of run "${lease.runId}" was not renewed: ${news.message}`),
      );
  });
  worker.on('error', onError);

  /** A renewal under way must not come after the release. */
  async function end(): Promise<void> {
    clearInterval(beating);
    worker?.postMessage('stop', []);
    if (worker !== undefined && worker.threadId >= 0) await once(worker, 'exit');
    await broker.releaseLease(lease);
  }

  const release = (): Promise<void> => (releasing ??= end());
  return { release, [Symbol.asyncDispose]: release };
}

/** The built one from the built library, the TypeScript one from the sources; none where the settings are no plain data. */
function startWorker(workerData: KeeperSettings): Worker | undefined {
  // Without its parent's flags: they were meant for another entry, and some are not allowed in a worker.
  const options = { name: 'cartwheel-lease', execArgv: [], workerData };
  try {
    return import.meta.url.endsWith('.ts')
      ? new Worker(new URL('./worker/start-from-source.js', import.meta.url), options)
      : new Worker(new URL('./worker/worker.js', import.meta.url), options);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'DataCloneError') return undefined;
    throw error;
  }
}
