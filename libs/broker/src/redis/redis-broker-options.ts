import type { RedisOptions } from 'ioredis';
import { BrokerError } from '../broker-error.ts';
import type { ClientSettings } from './redis-client.ts';

/** What `createRedisBroker` takes. */
export interface RedisBrokerOptions {
  /** `redis://[user:password@]host:port[/db]`; `rediss://` for TLS. */
  url?: string;
  /**
   * Whatever ioredis takes: `sentinels` and `name`, `tls`, `password`, `db`, a socket's `path` …; what the URL says wins. In
   * a cluster, what each of its nodes wants.
   */
  connection?: RedisOptions;
  /** Some nodes of a Redis Cluster, instead of a URL; the others are found. */
  cluster?: readonly { host: string; port: number }[];
  /** Before each key, to share a Redis; without braces. Default none. */
  keyPrefix?: string;
  /** How long `createRedisBroker` tries. Default 4,000. */
  connectTimeoutMs?: number;
  /** How long a call waits for a lost connection, and then for its reply. Default 2,000. */
  commandTimeoutMs?: number;
  /** How often a watcher looks of its own accord: wake-ups may get lost. Default 1,000. */
  pollIntervalMs?: number;
  /** Events that Redis keeps for watchers of a run, about, and to know requests by; also outcomes kept. Default 2,000. */
  historyLimit?: number;
  /** An event holds a whole document instead of a patch at least every so many events. Default 50. */
  snapshotEvery?: number;
  /** Bytes of calls that may wait for the connection or a reply; one more is `broker/overloaded`. Default 32 MiB. */
  maxPendingBytes?: number;
  /** Gets what fails in the background: a lost connection, a run that cannot be listed. Default: nobody. */
  onError?: (error: Error) => void;
}

export interface RedisBrokerSettings extends ClientSettings, Required<Omit<RedisBrokerOptions, keyof ClientSettings>> {
  /** For messages: without the password. */
  address: string;
}

/** Fills in the defaults. Throws `broker/invalid-options`. */
export function redisBrokerSettings({
  url,
  connection = {},
  cluster = [],
  ...options
}: RedisBrokerOptions): RedisBrokerSettings {
  const { keyPrefix = '' } = options;
  if (/[{}]/.test(keyPrefix)) {
    throw new BrokerError(
      'broker/invalid-options',
      `keyPrefix: expected a text without braces (they mark a run's slot), received "${keyPrefix}".`,
    );
  }
  return {
    url,
    connection,
    cluster,
    address: url === undefined ? addressOf(connection, cluster) : redactedUrl(url),
    keyPrefix,
    connectTimeoutMs: options.connectTimeoutMs ?? 4000,
    commandTimeoutMs: options.commandTimeoutMs ?? 2000,
    pollIntervalMs: options.pollIntervalMs ?? 1000,
    historyLimit: options.historyLimit ?? 2000,
    snapshotEvery: options.snapshotEvery ?? 50,
    maxPendingBytes: options.maxPendingBytes ?? 32 * 2 ** 20,
    onError: options.onError ?? ignore,
  };
}

function redactedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '') {
    // Not echoed: it may hold a password.
    throw new BrokerError(
      'broker/invalid-options',
      'url: expected an address such as redis://127.0.0.1:6379, received something else.',
    );
  }
  if (url.password !== '') url.password = '***';
  return url.href;
}

function addressOf(connection: RedisOptions, cluster: ClientSettings['cluster']): string {
  const [node] = cluster;
  if (node !== undefined) return `redis://${node.host}:${node.port} (cluster)`;
  if (connection.path !== undefined) return connection.path;
  const [sentinel] = connection.sentinels ?? [];
  const { host, port } = sentinel ?? connection;
  return `redis://${host ?? 'localhost'}:${port ?? 6379}`;
}

function ignore(): void {
  return undefined;
}
