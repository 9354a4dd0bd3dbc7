import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { errorMessage } from '../../error-message.ts';
import { createClient } from '../../redis-client.ts';
import { evaluate } from '../../script.ts';
import { renewLease } from '../../scripts/lease.ts';
import { Heartbeat } from '../heartbeat.ts';
import type { KeeperNews, KeeperSettings } from './protocol.ts';

const SLOWEST_RETRY_MS = 500;

const settings = workerData as KeeperSettings;
const { runKey, owner, epoch, ttlMs, intervalMs } = settings;
const heartbeat = new Heartbeat(settings.heartbeat);
const client = createClient(settings.client, (attempt) => Math.min(attempt * 50, SLOWEST_RETRY_MS));
const stopped = new AbortController();

function tell(news: KeeperNews): void {
  parentPort?.postMessage(news, []);
}

/** True when somebody else has the lease. */
async function renew(): Promise<boolean> {
  const reply = await evaluate(client, renewLease, [runKey], [owner, epoch, ttlMs]);
  if (!Array.isArray(reply)) return false;
  // Redis lost it: once the run is there again, so is its lease.
  if (reply[0] === 'unknown-run') tell({ type: 'unknown-run' });
  if (reply[0] !== 'lost') return false;
  tell({ type: 'lost', epoch: Number(reply[1]) });
  return true;
}

/** A writer whose main loop stands still for a whole time to live is as good as gone: others may have the run. */
async function keepRenewing(): Promise<void> {
  while (!stopped.signal.aborted) {
    try {
      if (heartbeat.age < ttlMs && (await renew())) return;
    } catch (error) {
      if (!stopped.signal.aborted) tell({ type: 'error', message: errorMessage(error) });
    }
    await delay(intervalMs, undefined, { signal: stopped.signal }).catch(() => undefined);
  }
}

parentPort?.once('message', () => {
  stopped.abort();
  client.disconnect();
});
client.on('error', (error) => tell({ type: 'error', message: errorMessage(error) }));
await client.connect().catch((error: unknown) => tell({ type: 'error', message: errorMessage(error) }));
await keepRenewing();
client.disconnect();
parentPort?.close();
