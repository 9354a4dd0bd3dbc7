import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';

/** A connection to one server (found by Sentinel where that is set), or to a cluster. */
export type RedisClient = Redis | Cluster;

/** What a client is made of: plain data, so that a worker thread can make one too. */
export interface ClientSettings {
  url: string | undefined;
  connection: RedisOptions;
  /** Nodes of a cluster, any of them; none for a single server. */
  cluster: readonly { host: string; port: number }[];
  connectTimeoutMs: number;
  commandTimeoutMs: number;
}

/** How long a socket may take to say goodbye. */
export const DISCONNECT_TIMEOUT_MS = 200;

/** @param retryDelay Milliseconds until the next attempt to connect, null for none. */
export function createClient(settings: ClientSettings, retryDelay: (attempt: number) => number | null): RedisClient {
  const { url, cluster } = settings;
  if (cluster.length > 0) return new Cluster([...cluster], clusterOptions(settings, retryDelay));
  const options = { ...clientOptions(settings), retryStrategy: retryDelay };
  return url === undefined ? new Redis(options) : new Redis(url, options);
}

function clientOptions({ connection, connectTimeoutMs, commandTimeoutMs }: ClientSettings) {
  return {
    ...connection,
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    // ioredis leaves these open, and a frozen server would hang a call for ever.
    commandTimeout: commandTimeoutMs,
    socketTimeout: commandTimeoutMs,
    sentinelCommandTimeout: commandTimeoutMs,
    sentinelRetryStrategy: (attempt: number) => Math.min(attempt * 50, 500),
    // Calls wait for the connection elsewhere, with a deadline; a queue would send what its caller gave up long ago.
    enableOfflineQueue: false,
    autoResubscribe: false,
    // A master that became a replica: find the new one, and send the command there (each is applied once).
    reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? 2 : false),
    // The broker's own prefix also reaches the scripts' channels.
    keyPrefix: '',
    replyMapping: 'legacy',
  } satisfies RedisOptions;
}

function clusterOptions(settings: ClientSettings, retryDelay: (attempt: number) => number | null) {
  return {
    lazyConnect: true,
    // Without a queue ioredis asks a node that is still connecting whether the cluster is well, takes its refusal for a no, and
    // then `connect` never ends. Calls wait until the cluster is ready, with their deadline, before they get here.
    enableOfflineQueue: true,
    clusterRetryStrategy: retryDelay,
    slotsRefreshTimeout: settings.commandTimeoutMs,
    redisOptions: { ...clientOptions(settings), lazyConnect: false },
  } satisfies ClusterOptions;
}
