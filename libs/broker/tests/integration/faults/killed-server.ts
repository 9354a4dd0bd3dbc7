import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedisServer, type RedisServer, type RedisServerOptions } from '@cartwheel/dev-services/redis';

/** A server that is killed with −9 and comes back on the same port with what its disk has. */
export interface KilledServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  killAndRestart(): Promise<void>;
}

export async function startKilledServer(options: RedisServerOptions): Promise<KilledServer> {
  const dir = await mkdtemp(join(tmpdir(), 'cartwheel-faults-'));
  let server: RedisServer = await startRedisServer({ appendonly: true, ...options, dir });
  return {
    url: server.url,
    port: server.port,
    get pid() {
      return server.pid;
    },
    async killAndRestart() {
      await server.stop();
      server = await startRedisServer({ appendonly: true, ...options, dir, port: server.port });
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(dir, { recursive: true });
    },
  };
}
