import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import getPort from 'get-port';
import { askRedis } from './ask-redis.ts';
import { HOST, startRedisProcess, type RedisServer } from './redis-process.ts';
import { startRedisServer, type RedisServerOptions } from './redis-server.ts';
import { until } from './until.ts';

const MASTER_NAME = 'cartwheel';
/** How long a master must be silent before its replica is promoted. */
const DOWN_AFTER_MS = 500;

/** A master, its replica, and a Sentinel that promotes the replica when the master is gone. */
export interface RedisSentinel extends AsyncDisposable {
  readonly name: string;
  readonly sentinel: RedisServer;
  /** The master of the moment. */
  master(): RedisServer;
  /** From here to the next `failOver` the replica gets nothing of what the master acknowledges. */
  cutReplica(): Promise<void>;
  /** Kills the master, waits for the new one, and brings the old one back as its replica, in step with it. */
  failOver(): Promise<void>;
}

/**
 * Starts a master, its replica and the sentinel that watches them.
 *
 * @param options Of both servers.
 */
export async function startRedisSentinel(options: RedisServerOptions = {}): Promise<RedisSentinel> {
  let master = await startRedisServer(options);
  let replica = await startReplica(master.port, options);
  await inStep(replica.port);
  const sentinel = await startSentinel(master.port);
  const stop = async (): Promise<void> => {
    await Promise.all([sentinel, master, replica].map((server) => server.stop()));
  };
  const info = (): Promise<string> => askRedis(sentinel.port, 'INFO sentinel');
  try {
    await until('a Sentinel that knows the replica', info, (text) => /slaves=[1-9]/.test(text));
  } catch (error) {
    await stop();
    throw error;
  }

  /** Frozen first, so that it does not connect again; what is in its socket already it would read when it wakes up. */
  async function cutReplica(): Promise<void> {
    process.kill(replica.pid, 'SIGSTOP');
    await askRedis(master.port, 'CLIENT KILL TYPE replica');
  }

  async function failOver(): Promise<void> {
    const { port } = master;
    await master.stop();
    // It may be cut off.
    process.kill(replica.pid, 'SIGCONT');
    // Sentinel ends all connections to the replica that it promotes: this one too, where it falls into that moment.
    const role = (): Promise<string> => askRedis(replica.port, 'INFO replication').catch(String);
    await until('a promoted replica', role, (text) => text.includes('role:master'));
    master = replica;
    replica = await startReplica(master.port, { ...options, port });
    await inStep(replica.port);
    // Only once Sentinel has seen it as a replica is it ready for the next turn.
    await until('a Sentinel in peace', info, (text) => text.includes(`status=ok,address=${HOST}:${master.port}`));
  }

  return {
    name: MASTER_NAME,
    sentinel,
    master: () => master,
    cutReplica,
    failOver,
    [Symbol.asyncDispose]: stop,
  };
}

function startReplica(masterPort: number, options: RedisServerOptions): Promise<RedisServer> {
  return startRedisServer({
    ...options,
    args: [...(options.args ?? []), '--replicaof', `${HOST} ${masterPort}`, '--repl-diskless-sync-delay', '0'],
  });
}

async function inStep(port: number): Promise<void> {
  await until(
    'a replica in step',
    () => askRedis(port, 'INFO replication'),
    (text) => text.includes('master_link_status:up'),
  );
}

async function startSentinel(masterPort: number): Promise<RedisServer> {
  const port = await getPort({ host: HOST });
  return startRedisProcess({
    port,
    ready: '+monitor master',
    async args(dir) {
      const file = join(dir, 'sentinel.conf');
      const settings = [
        `port ${port}`,
        `bind ${HOST}`,
        `dir ${dir}`,
        `sentinel monitor ${MASTER_NAME} ${HOST} ${masterPort} 1`,
        `sentinel down-after-milliseconds ${MASTER_NAME} ${DOWN_AFTER_MS}`,
        `sentinel failover-timeout ${MASTER_NAME} 3000`,
      ];
      await writeFile(file, `${settings.join('\n')}\n`);
      return [file, '--sentinel'];
    },
  });
}
