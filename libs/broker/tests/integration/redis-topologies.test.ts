import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  redisAvailable,
  redisIsRequired,
  startRedisCluster,
  startRedisSentinel,
  startRedisServer,
  type RedisCluster,
  type RedisSentinel,
} from '@cartwheel/dev-services/jest';
import { createRedisBroker } from '../../src/redis/index.ts';
import { newRun, publishMany, take, withTimesteps } from '../../src/testing/broker-harness.ts';
import { testExperimentBroker } from '../../src/testing/index.ts';
import { untilReached } from './until-reached.ts';

// describeWithRedis of @cartwheel/dev-services says in one line where Redis is missing, and how to get it.
const describeWithServers = redisAvailable() || redisIsRequired() ? describe : describe.skip;

let prefixes = 0;
function freshPrefix(): string {
  prefixes += 1;
  return `test-${prefixes}:`;
}

describeWithServers('the Redis broker on a cluster of three nodes', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(async () => cluster[Symbol.asyncDispose]());

  const nodes = (): { host: string; port: number }[] => cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port }));

  describe('keeps the contract', () => {
    testExperimentBroker(async (options) => ({
      broker: await createRedisBroker({ cluster: nodes().slice(0, 1), keyPrefix: freshPrefix(), ...options }),
      elapse: (ms) => delay(ms),
    }));
  });

  it('spreads its runs over all nodes', async () => {
    await using broker = await createRedisBroker({ cluster: nodes(), keyPrefix: freshPrefix() });
    for (let count = 0; count < 30; count += 1) await broker.create(newRun());
    expect(await broker.list()).toHaveLength(30);
    const sizes = cluster.nodes.map(({ port }) => execFileSync('redis-cli', ['-p', `${port}`, 'DBSIZE']).toString());
    expect(sizes.every((size) => Number.parseInt(size, 10) > 0)).toBe(true);
  });

  it('ends calls within their deadline while a node is frozen, and works on once it is back', async () => {
    await using broker = await createRedisBroker({ cluster: nodes(), keyPrefix: freshPrefix(), commandTimeoutMs: 500 });
    const runs = [];
    for (let count = 0; count < 12; count += 1) runs.push(await broker.create(newRun()));
    const frozen = cluster.nodes[0]?.pid ?? 0;
    process.kill(frozen, 'SIGSTOP');
    try {
      const started = Date.now();
      const results = await Promise.allSettled(
        runs.map((run) => broker.publish(withTimesteps(run, 1), { expectedVersion: 1, requestId: run.runId })),
      );
      expect(Date.now() - started).toBeLessThan(5000);
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.length).toBeLessThan(12);
      for (const failure of failures) expect(failure).toMatchObject({ code: 'broker/unreachable' });
    } finally {
      process.kill(frozen, 'SIGCONT');
    }
    for (const run of runs) {
      const publish = { expectedVersion: 1, requestId: run.runId };
      expect(await untilReached(() => broker.publish(withTimesteps(run, 1), publish))).toStrictEqual({
        status: 'accepted',
        version: 2,
      });
    }
  });
});

describeWithServers('the Redis broker with Sentinel', () => {
  let servers: RedisSentinel;
  beforeAll(async () => {
    servers = await startRedisSentinel();
  });
  afterAll(async () => servers[Symbol.asyncDispose]());

  const connection = (): object => ({
    sentinels: [{ host: '127.0.0.1', port: servers.sentinel.port }],
    name: servers.name,
  });

  describe('keeps the contract', () => {
    testExperimentBroker(async (options) => ({
      broker: await createRedisBroker({ connection: connection(), keyPrefix: freshPrefix(), ...options }),
      elapse: (ms) => delay(ms),
    }));
  });

  it('goes on with the new master: writers, watchers, and the watchers of a history that was cut', async () => {
    await using writer = await createRedisBroker({ connection: connection(), keyPrefix: 'failover:' });
    await using viewer = await createRedisBroker({ connection: connection(), keyPrefix: 'failover:' });
    const state = await publishMany(writer, await writer.create(newRun()), 5);
    const watcher = viewer.watch(state.runId)[Symbol.asyncIterator]();
    for (let version = 1; version <= 6; version += 1) expect((await watcher.next()).value).toMatchObject({ version });
    await servers.failOver();
    const standing = await untilReached(async () => (await writer.read(state.runId)) ?? state);
    const publish = { expectedVersion: standing.version, requestId: 'after' };
    const accepted = await untilReached(() => writer.publish(withTimesteps(standing, 99), publish));
    expect(accepted.status).toBe('accepted');
    // What the new master had not got yet, Redis lost; then a snapshot comes first.
    for (;;) {
      const { value } = await watcher.next();
      if (value.type !== 'state' && value.type !== 'snapshot') continue;
      if (value.state.progress.timesteps === 99) break;
    }
    await watcher.return?.();
  });
});

describeWithServers('the Redis broker over TLS', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cartwheel-tls-'));
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', join(dir, 'key.pem'), '-out', join(dir, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject, ...files];
    execFileSync('openssl', request, { stdio: 'ignore' });
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('connects by URL, with a password and a database, where it knows the certificate; not otherwise', async () => {
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
    await using server = await startRedisServer({ tls: { cert, key, ca: cert }, args: ['--requirepass', 'secret'] });
    const url = `${server.url.replace('rediss://', 'rediss://:secret@')}/3`;
    const tls = { ca: await readFile(cert, 'utf8') };
    await using broker = await createRedisBroker({ url, connection: { tls } });
    const state = await publishMany(broker, await broker.create(newRun()), 2);
    expect((await take(broker.watch(state.runId), 3)).map(({ version }) => version)).toStrictEqual([1, 2, 3]);
    const { lease } = await broker.acquireLease(state.runId, { owner: 'a', ttlMs: 60_000 });
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    await broker.keepLease(lease, { ttlMs: 60_000, onLost: () => undefined, onError }).release();
    expect(errors).toStrictEqual([]);

    const cli = ['--tls', '--cacert', cert, '-p', `${server.port}`, '-a', 'secret', '--no-auth-warning'];
    const size = (database: string): string =>
      execFileSync('redis-cli', [...cli, '-n', database, 'DBSIZE'])
        .toString()
        .trim();
    expect([size('0'), size('3') === '0']).toStrictEqual(['0', false]);
    const stranger = createRedisBroker({ url });
    await expect(stranger).rejects.toMatchObject({
      code: 'broker/unreachable',
      message: expect.not.stringContaining('secret'),
    });
  });
});
