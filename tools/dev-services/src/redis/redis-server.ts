import getPort from 'get-port';
import { HOW_TO_GET_REDIS, redisAvailable } from './redis-available.ts';
import { HOST, startRedisProcess, type RedisServer } from './redis-process.ts';

export type { RedisServer } from './redis-process.ts';

/** How a Redis server is started. */
export interface RedisServerOptions {
  /** Keep an append-only file. Default: nothing is kept on disk. */
  appendonly?: boolean;
  /** When the append-only file is synced. Default: Redis's own, `everysec`. */
  appendfsync?: 'always' | 'everysec' | 'no';
  /** Default: a free one. */
  port?: number;
  /** The working folder, left in place by `stop`. Default: a temporary one, removed by `stop`. */
  dir?: string;
  /** Answers TLS alone, with these files; `url` begins with `rediss`. */
  tls?: { cert: string; key: string; ca: string };
  /** Further settings as on the command line: `['--maxmemory', '10mb']`. */
  args?: readonly string[];
}

/** Another program may take the free port in between. */
const ATTEMPTS = 3;

/**
 * Starts the local `redis-server` on 127.0.0.1 and waits until it answers PING. It is gone when `stop` resolves, and also
 * when this process ends in whatever way.
 */
export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  if (!redisAvailable()) throw new Error(`Expected redis-server in PATH, found none. ${HOW_TO_GET_REDIS}`);
  const attempts = options.port === undefined ? ATTEMPTS : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options, options.port ?? (await getPort({ host: HOST })));
    } catch (error) {
      if (attempt >= attempts) throw error;
    }
  }
}

function startOnce(options: RedisServerOptions, port: number): Promise<RedisServer> {
  return startRedisProcess({
    port,
    dir: options.dir,
    args: (dir) => settings(options, port, dir),
    ready: 'Ready to accept connections',
    ...(options.tls === undefined ? {} : { protocol: 'rediss' }),
  });
}

function settings(options: RedisServerOptions, port: number, dir: string): string[] {
  return [
    ['--bind', HOST],
    options.tls === undefined ? ['--port', String(port)] : tlsSettings(options.tls, port),
    ['--dir', dir],
    ['--save', ''],
    ['--appendonly', options.appendonly === true ? 'yes' : 'no'],
    options.appendfsync === undefined ? [] : ['--appendfsync', options.appendfsync],
    [...(options.args ?? [])],
  ].flat();
}

function tlsSettings({ cert, key, ca }: NonNullable<RedisServerOptions['tls']>, port: number): string[] {
  return [
    ['--port', '0', '--tls-port', String(port)],
    ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', ca],
    ['--tls-auth-clients', 'no'],
  ].flat();
}
