import { RedisConnection } from './redis-connection.ts';
import { redisBrokerSettings, type RedisBrokerOptions } from './redis-broker-options.ts';

/** What a Redis server says of itself. */
export interface RedisReport {
  /** Without the password. */
  readonly address: string;
  readonly version: string;
  /** The fastest of a few, in milliseconds. */
  readonly roundTripMs: number;
  /** What it does when its memory is full; a broker needs `noeviction`. */
  readonly maxmemoryPolicy: string;
  /** Whether it keeps an append-only file: without, a restart loses what is live. */
  readonly appendonly: boolean;
  readonly usedMemoryBytes: number;
}

const ROUND_TRIPS = 5;

/**
 * Asks a server what it is; changes nothing.
 *
 * Throws `broker/unreachable`, `broker/refused` and `broker/invalid-options`.
 */
export async function inspectRedis(options: RedisBrokerOptions): Promise<RedisReport> {
  const settings = redisBrokerSettings(options);
  const connection = new RedisConnection(settings);
  await connection.open();
  try {
    const info = await connection.call((client) => client.info());
    const field = (name: string): string | undefined => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
    return {
      address: settings.address,
      version: field('redis_version') ?? 'unknown',
      roundTripMs: await fastestRoundTrip(connection),
      maxmemoryPolicy: field('maxmemory_policy') ?? 'unknown',
      appendonly: field('aof_enabled') === '1',
      usedMemoryBytes: Number(field('used_memory') ?? 0),
    };
  } finally {
    await connection.close();
  }
}

async function fastestRoundTrip(connection: RedisConnection): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const from = performance.now();
    await connection.call((client) => client.ping());
    fastest = Math.min(fastest, performance.now() - from);
  }
  return fastest;
}
