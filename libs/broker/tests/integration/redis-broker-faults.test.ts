import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { describeWithRedis, startRedisServer } from '@cartwheel/dev-services/jest';
import { Redis } from 'ioredis';
import { createRedisBroker } from '../../src/redis/index.ts';
import { newRun, publishMany, take, withTimesteps } from '../../src/testing/broker-harness.ts';
import { untilReached } from './until-reached.ts';

/** What the tests of a whole start may take: the promise is 5 s. */
const START_LIMIT_MS = 5000;

async function refusal(url: string, connectTimeoutMs?: number): Promise<unknown> {
  const started = Date.now();
  const limit = connectTimeoutMs === undefined ? {} : { connectTimeoutMs };
  const error: unknown = await createRedisBroker({ url, ...limit }).then(
    (broker) => broker.close(),
    (reason: unknown) => reason,
  );
  expect(Date.now() - started).toBeLessThan(START_LIMIT_MS);
  return error;
}

describe('a Redis broker without a Redis', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  /** A TCP server that is no Redis; gives its port. */
  async function listen(onConnection: (socket: Socket) => void): Promise<number> {
    const server = createServer((socket) => {
      sockets.push(socket);
      onConnection(socket);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  it('says that nobody listens there, with the address and the cause, and without the password', async () => {
    const port = await listen(() => {});
    servers.splice(0).forEach((server) => server.close());
    const error = await refusal(`redis://me:secret@127.0.0.1:${port}/3`);
    expect(error).toMatchObject({
      code: 'broker/unreachable',
      message: expect.stringContaining(`redis://me:***@127.0.0.1:${port}/3`),
      cause: { code: 'ECONNREFUSED' },
    });
    expect(String(error)).not.toContain('secret');
  });

  it('says that what listens there is not Redis', async () => {
    const port = await listen((socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const error = await refusal(`redis://127.0.0.1:${port}`);
    expect(error).toMatchObject({ code: 'broker/unreachable', message: expect.stringContaining(`127.0.0.1:${port}`) });
  });

  it('gives up on a server that says nothing', async () => {
    const port = await listen(() => {});
    const error = await refusal(`redis://127.0.0.1:${port}`, 300);
    expect(error).toMatchObject({ code: 'broker/unreachable', message: expect.stringContaining('300 ms') });
  });

  it('gives up on a server that says nothing within 5 s by default', async () => {
    const port = await listen(() => {});
    expect(await refusal(`redis://127.0.0.1:${port}`)).toMatchObject({ code: 'broker/unreachable' });
  });

  it.each(['http://127.0.0.1:6379', 'localhost:6379', 'redis://', 'nonsense', ''])(
    'refuses the URL %p',
    async (url) => {
      expect(await refusal(url)).toMatchObject({
        code: 'broker/invalid-options',
        message: expect.stringContaining('redis://127.0.0.1:6379'),
      });
    },
  );

  it('refuses a key prefix that would break the slots', async () => {
    const broken = createRedisBroker({ url: 'redis://127.0.0.1:1', keyPrefix: 'a{b}' });
    await expect(broken).rejects.toMatchObject({ code: 'broker/invalid-options' });
  });
});

describeWithRedis(
  'a Redis broker on a Redis with a password',
  (redis) => {
    it('says that the password is wrong, without it', async () => {
      const wrong = createRedisBroker({ url: redis().url.replace('redis://', 'redis://:wrong-one@') });
      const error: unknown = await wrong.catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'broker/refused', message: expect.stringContaining('WRONGPASS') });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong-one');
      expect((error as Error).cause).not.toHaveProperty('command');
    });

    it('says that it needs one', async () => {
      const missing = createRedisBroker({ url: redis().url });
      await expect(missing).rejects.toMatchObject({
        code: 'broker/refused',
        message: expect.stringContaining('NOAUTH'),
      });
    });

    it('works with the right one', async () => {
      await using broker = await createRedisBroker({ url: redis().url.replace('redis://', 'redis://:right@') });
      expect(await broker.list()).toStrictEqual([]);
    });
  },
  { args: ['--requirepass', 'right'] },
);

describeWithRedis('a Redis broker whose server fails', (redis) => {
  async function disconnectAll(): Promise<void> {
    const client = new Redis(redis().url);
    await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    client.disconnect();
  }

  it('gives a watcher every event once, in order, over lost connections', async () => {
    const errors: Error[] = [];
    await using writer = await createRedisBroker({ url: redis().url });
    await using viewer = await createRedisBroker({ url: redis().url, onError: (error) => errors.push(error) });
    let state = await writer.create(newRun());
    const watched = take(viewer.watch(state.runId), 51);
    for (let round = 0; round < 5; round += 1) {
      state = await publishMany(writer, state, 10);
      await disconnectAll();
    }
    const events = await watched;
    expect(events.map(({ version }) => version)).toStrictEqual(Array.from({ length: 51 }, (_, index) => index + 1));
    expect(events.every(({ type }) => type === 'state')).toBe(true);
  });

  it('ends each call within its deadline while the server is frozen, and works afterwards', async () => {
    const errors: Error[] = [];
    await using broker = await createRedisBroker({
      url: redis().url,
      commandTimeoutMs: 200,
      onError: (error) => errors.push(error),
    });
    const state = await broker.create(newRun());
    process.kill(redis().pid, 'SIGSTOP');
    const started = Date.now();
    const calls = [
      broker.publish(withTimesteps(state, 1), { expectedVersion: 1, requestId: 'frozen' }),
      broker.read(state.runId),
    ];
    const results = await Promise.allSettled(calls);
    const late = await broker.list().catch((error: unknown) => error);
    process.kill(redis().pid, 'SIGCONT');
    expect(Date.now() - started).toBeLessThan(1500);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'broker/unreachable' } });
    }
    expect(late).toMatchObject({ code: 'broker/unreachable' });
    expect(errors).not.toHaveLength(0);

    // Whether the first attempt arrived nobody knows; the same request id makes it count once.
    const again = await untilReached(() =>
      broker.publish(withTimesteps(state, 1), { expectedVersion: 1, requestId: 'frozen' }),
    );
    expect(again).toStrictEqual({ status: 'accepted', version: 2 });
    expect(await broker.read(state.runId)).toMatchObject({ version: 2, progress: { timesteps: 1 } });
  });

  it('closes while the server is frozen, within its deadline', async () => {
    const broker = await createRedisBroker({ url: redis().url, commandTimeoutMs: 200 });
    const { runId } = await broker.create(newRun());
    const watched = take(broker.watch(runId, { fromVersion: 1 }), 1);
    await broker.read(runId);
    process.kill(redis().pid, 'SIGSTOP');
    try {
      const started = Date.now();
      await broker.close();
      expect(await watched).toStrictEqual([]);
      expect(Date.now() - started).toBeLessThan(1500);
    } finally {
      process.kill(redis().pid, 'SIGCONT');
    }
  });

  it('carries on with a server that was restarted with its data', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'cartwheel-restart-'));
    const durable = { appendonly: true, appendfsync: 'always', dir } as const;
    try {
      const first = await startRedisServer(durable);
      await using broker = await createRedisBroker({ url: first.url });
      const state = await publishMany(broker, await broker.create(newRun()), 2);
      const watched = take(broker.watch(state.runId), 4);
      await first.stop();
      await using second = await startRedisServer({ ...durable, port: first.port });
      expect(second.url).toBe(first.url);
      const published = await untilReached(() => broker.publish(state, { expectedVersion: state.version }));
      expect(published).toStrictEqual({ status: 'accepted', version: 4 });
      expect((await watched).map(({ version }) => version)).toStrictEqual([1, 2, 3, 4]);
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  it('notices that Redis came back with less than it had, also after the lost versions were given again', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'cartwheel-regress-'));
    try {
      const first = await startRedisServer({ dir });
      await using broker = await createRedisBroker({ url: first.url });
      await using viewer = await createRedisBroker({ url: first.url });
      const kept = await publishMany(broker, await broker.create(newRun()), 2);
      const client = new Redis(first.url);
      await client.call('SAVE');
      client.disconnect();
      const lost = await publishMany(broker, kept, 2);
      const watcher = viewer.watch(kept.runId)[Symbol.asyncIterator]();
      for (let version = 1; version <= 5; version += 1) expect((await watcher.next()).value).toMatchObject({ version });
      await first.stop();
      await using second = await startRedisServer({ dir, port: first.port });
      expect(second.port).toBe(first.port);

      const other = { ...kept, tags: ['other'] };
      const conflict = await untilReached(() => broker.publish(lost, { expectedVersion: lost.version }));
      expect(conflict).toMatchObject({ status: 'conflict', version: 3 });
      const again = await publishMany(broker, other, 3);
      expect(again.version).toBe(6);
      const seen = (await watcher.next()).value;
      expect(seen).toMatchObject({ type: 'snapshot' });
      for (let { version } = seen; version < 6; version += 1) {
        expect((await watcher.next()).value).toMatchObject({ type: 'state', version: version + 1 });
      }
      await watcher.return?.();
      expect(await viewer.read(kept.runId)).toStrictEqual(again);
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  it('refuses more calls than it may hold while the server is frozen, at once', async () => {
    await using broker = await createRedisBroker({
      url: redis().url,
      commandTimeoutMs: 1000,
      maxPendingBytes: 20_000,
      onError: () => undefined,
    });
    const state = await broker.create(newRun());
    process.kill(redis().pid, 'SIGSTOP');
    const calls = Array.from({ length: 100 }, () => broker.publish(state, { expectedVersion: 1 }));
    const settled = Promise.allSettled(calls);
    const overloaded = broker.publish(state, { expectedVersion: 1 });
    await expect(overloaded).rejects.toMatchObject({
      code: 'broker/overloaded',
      message: expect.stringContaining('maxPendingBytes'),
    });
    const codes = (await settled).map((result) =>
      result.status === 'rejected' ? (result.reason as { code: string }).code : 'fulfilled',
    );
    process.kill(redis().pid, 'SIGCONT');
    expect(new Set(codes)).toStrictEqual(new Set(['broker/unreachable', 'broker/overloaded']));
    expect((await untilReached(() => broker.publish(state, { expectedVersion: 1 }))).status).not.toBe('stale');
  });

  it('refuses a server that throws keys away when its memory is full', async () => {
    await using evicting = await startRedisServer({ args: ['--maxmemory-policy', 'allkeys-lru'] });
    await expect(createRedisBroker({ url: evicting.url })).rejects.toMatchObject({
      code: 'broker/evicting-server',
      message: expect.stringContaining('noeviction'),
    });
  });
});
