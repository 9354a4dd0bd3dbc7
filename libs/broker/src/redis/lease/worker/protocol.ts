import type { ClientSettings } from '../../redis-client.ts';

/*
 * The worker's files import values from `ioredis`, `node:` and each other only, and from the rest of Cartwheel types alone: so
 * it starts without knowing how packages resolve in its parent.
 */

/** What the worker is started with. */
export interface KeeperSettings {
  client: ClientSettings;
  /** The key of the run's hash. */
  runKey: string;
  owner: string;
  epoch: number;
  ttlMs: number;
  /** How often it is renewed. */
  intervalMs: number;
  /** When the main loop ticked last: milliseconds since the epoch, one 64-bit integer. */
  heartbeat: SharedArrayBuffer;
}

/** What the worker tells. */
export type KeeperNews = { type: 'lost'; epoch: number } | { type: 'unknown-run' } | { type: 'error'; message: string };
