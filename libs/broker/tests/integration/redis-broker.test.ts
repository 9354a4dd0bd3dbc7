import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { Redis } from 'ioredis';
import type { ExperimentBroker } from '../../src/experiment-broker.ts';
import { createRedisBroker, type RedisBrokerOptions } from '../../src/redis/index.ts';
import { newCommand, newRun, publishMany, take, withTimesteps } from '../../src/testing/broker-harness.ts';
import { testExperimentBroker } from '../../src/testing/index.ts';

describeWithRedis('the Redis broker', (redis) => {
  let prefixes = 0;
  /** Tests share the server, each on keys of its own. */
  function freshPrefix(): string {
    prefixes += 1;
    return `test-${prefixes}:`;
  }

  function connect(options: Partial<RedisBrokerOptions> = {}): Promise<ExperimentBroker> {
    return createRedisBroker({ url: redis().url, keyPrefix: freshPrefix(), ...options });
  }

  async function withClient<Value>(use: (client: Redis) => Promise<Value>): Promise<Value> {
    const client = new Redis(redis().url);
    try {
      return await use(client);
    } finally {
      client.disconnect();
    }
  }

  function connectionsNamed(name: string): Promise<number> {
    return withClient(async (client) => {
      const list = String(await client.client('LIST'));
      return list.split('\n').filter((line) => line.includes(`name=${name}`)).length;
    });
  }

  describe('keeps the contract', () => {
    testExperimentBroker(async (options) => ({
      broker: await connect(options),
      // The server's clock is real.
      elapse: (ms) => delay(ms),
    }));
  });

  it('shows one process’s run to another: documents, events, commands and the lease', async () => {
    const keyPrefix = freshPrefix();
    await using writer = await connect({ keyPrefix });
    await using viewer = await connect({ keyPrefix });
    const state = await writer.create(newRun());
    const watched = take(viewer.watch(state.runId), 3);
    await writer.publish(withTimesteps(state, 5), { expectedVersion: 1 });
    expect(await viewer.read(state.runId)).toMatchObject({ version: 2, progress: { timesteps: 5 } });
    await viewer.sendCommand(state.runId, newCommand('c'));
    expect(await writer.pendingCommands(state.runId)).toStrictEqual([newCommand('c')]);
    expect((await watched).map(({ type }) => type)).toStrictEqual(['state', 'state', 'command']);

    await writer.acquireLease(state.runId, { owner: 'writer', ttlMs: 60_000 });
    const refused = await viewer.acquireLease(state.runId, { owner: 'viewer', ttlMs: 60_000 });
    expect(refused).toMatchObject({ status: 'held', lease: { owner: 'writer' } });
  });

  it('is woken by a message, not by its poll', async () => {
    await using broker = await connect({ pollIntervalMs: 600_000 });
    const state = await broker.create(newRun());
    const watched = take(broker.watch(state.runId), 101);
    await publishMany(broker, state, 100);
    expect((await watched).at(-1)?.version).toBe(101);
  });

  it('looks of its own accord where messages get lost', async () => {
    const errors: Error[] = [];
    const keyPrefix = freshPrefix();
    await withClient((admin) => admin.acl('SETUSER', 'deaf', 'on', '>pw', '~*', '+@all', '-subscribe', '&*'));
    const url = redis().url.replace('redis://', 'redis://deaf:pw@');
    await using broker = await connect({ url, keyPrefix, pollIntervalMs: 20, onError: (error) => errors.push(error) });
    const state = await broker.create(newRun());
    const watcher = broker.watch(state.runId, { fromVersion: 1 })[Symbol.asyncIterator]();
    const next = watcher.next();
    await publishMany(broker, state, 1);
    expect((await next).value).toMatchObject({ version: 2 });
    await watcher.return?.();
    while (errors.length === 0) await delay(5);
    expect(errors).toContainEqual(expect.objectContaining({ code: 'broker/refused' }));
  });

  it('puts all keys of a run into one slot, and the index beside them', async () => {
    const keyPrefix = freshPrefix();
    await using broker = await connect({ keyPrefix });
    const state = await broker.create(newRun());
    await broker.sendCommand(state.runId, newCommand('a'));
    await broker.sendCommand(state.runId, newCommand('b'));
    await broker.settleCommand(state.runId, { commandId: 'a', status: 'applied', step: 0, settledAt: 3 });
    const keys = await withClient((client) => client.keys(`${keyPrefix}*`));
    const family = `${keyPrefix}exp:{${state.runId}}:`;
    expect(keys.toSorted()).toStrictEqual(
      [
        ...['run', 'events', 'commands', 'pending', 'outcomes', 'settled'].map((name) => family + name),
        ...['index', 'index:experiment:default', 'index:status:created'].map((name) => `${keyPrefix}exp:${name}`),
      ].toSorted(),
    );
  });

  it('stores documents that other languages can read as they are', async () => {
    const keyPrefix = freshPrefix();
    await using broker = await connect({ keyPrefix });
    const { runId } = await broker.create(newRun({ hyperparameters: { none: [], tiny: 1e-300, nan: Number.NaN } }));
    const text = await withClient((client) => client.hget(`${keyPrefix}exp:{${runId}}:run`, 'state'));
    expect(JSON.parse(text ?? '')).toMatchObject({
      version: 1,
      runId,
      hyperparameters: { none: [], tiny: 1e-300, nan: { $float: 'NaN' } },
    });
  });

  it('stores what was published since as a JSON Patch beside them', async () => {
    const keyPrefix = freshPrefix();
    await using broker = await connect({ keyPrefix, snapshotEvery: 5 });
    const { runId, ...state } = await publishMany(broker, await broker.create(newRun()), 3);
    const key = `${keyPrefix}exp:{${runId}}:run`;
    const [document, patch] = await withClient((client) => client.hmget(key, 'state', 'patch'));
    expect(JSON.parse(document ?? '')).toMatchObject({ version: 1, runId });
    expect(JSON.parse(patch ?? '')).toContainEqual(
      expect.objectContaining({ op: 'replace', path: '/progress', value: state.progress }),
    );
    await publishMany(broker, { runId, ...state }, 2);
    expect(await withClient((client) => client.hmget(key, 'snapshotVersion', 'patch'))).toStrictEqual(['6', '']);
  });

  it('publishes many runs at once, each for itself', async () => {
    const keyPrefix = freshPrefix();
    await using broker = await connect({ keyPrefix });
    const states = await Promise.all(Array.from({ length: 50 }, () => broker.create(newRun())));
    const [damaged, late, ...others] = states;
    await withClient((client) => client.set(`${keyPrefix}exp:{${damaged?.runId}}:run`, 'no hash'));
    if (damaged === undefined || late === undefined) throw new Error('no runs');
    const refused = broker.publish(damaged, { expectedVersion: 1 });
    const conflict = broker.publish(late, { expectedVersion: 7 });
    const published = others.map((state, index) => broker.publish(withTimesteps(state, index), { expectedVersion: 1 }));
    await expect(refused).rejects.toMatchObject({
      code: 'broker/refused',
      message: expect.stringContaining('WRONGTYPE'),
    });
    expect(await conflict).toMatchObject({ status: 'conflict', version: 1 });
    expect(await Promise.all(published)).toStrictEqual(others.map(() => ({ status: 'accepted', version: 2 })));
    const steps = others.map(async ({ runId }) => (await broker.read(runId))?.progress.timesteps);
    expect(await Promise.all(steps)).toStrictEqual(others.map((_, index) => index));
  });

  it('tells a request that was applied before from a late one, with commands in between', async () => {
    await using broker = await connect();
    const state = await broker.create(newRun());
    for (const id of Array.from({ length: 25 }, (_, index) => `command ${index}`)) {
      await broker.sendCommand(state.runId, newCommand(id));
    }
    const request = { expectedVersion: 1, requestId: 'once' };
    const accepted = { status: 'accepted', version: 27 };
    expect(await broker.publish(withTimesteps(state, 1), request)).toStrictEqual(accepted);
    const next = await publishMany(broker, { ...withTimesteps(state, 1), version: 27 }, 1);
    expect(await broker.publish(withTimesteps(state, 1), request)).toStrictEqual(accepted);
    // What it repeated may have been sent whole: the next one has to fit whatever stands there.
    const last = await publishMany(broker, next, 2);
    expect(await broker.read(state.runId)).toStrictEqual(last);
    expect((await broker.publish(state, { expectedVersion: 1, requestId: 'late' })).status).toBe('conflict');
  });

  it('reports a damaged patch where it is read', async () => {
    const keyPrefix = freshPrefix();
    await using broker = await connect({ keyPrefix });
    const { runId } = await publishMany(broker, await broker.create(newRun()), 1);
    const key = `${keyPrefix}exp:{${runId}}:run`;
    for (const patch of ['nonsense', '[{"op":"replace"}]', '[{"op":"remove","path":"/no/such"}]']) {
      await withClient((client) => client.hset(key, 'patch', patch));
      await expect(broker.read(runId)).rejects.toMatchObject({ code: 'broker/corrupt-document' });
    }
  });

  it('keeps brokers with different prefixes apart', async () => {
    await using one = await connect();
    await using other = await connect();
    const { runId } = await one.create(newRun());
    expect(await other.read(runId)).toBeNull();
    expect(await other.list()).toStrictEqual([]);
  });

  it('reports a damaged document where it is read, and leaves it out of the list', async () => {
    const keyPrefix = freshPrefix();
    const errors: Error[] = [];
    await using broker = await connect({ keyPrefix, onError: (error) => errors.push(error) });
    const [damaged, whole] = [await broker.create(newRun()), await broker.create(newRun())];
    const key = `${keyPrefix}exp:{${damaged.runId}}`;
    await withClient(async (client) => {
      await client.hset(`${key}:run`, 'state', '{"schemaVersion":1}');
      await client.xadd(`${key}:events`, '2-0', 'type', 'state', 'data', 'nonsense');
      await client.hset(`${key}:run`, 'version', 2);
    });
    const corrupt = { code: 'broker/corrupt-document', message: expect.stringContaining(`${key}:run`) };
    await expect(broker.read(damaged.runId)).rejects.toMatchObject(corrupt);
    const watched = take(broker.watch(damaged.runId, { fromVersion: 1 }), 1);
    await expect(watched).rejects.toMatchObject({ ...corrupt, message: expect.stringContaining(':events 2-0') });
    expect(await broker.list()).toStrictEqual([whole]);
    expect(errors).toStrictEqual([expect.objectContaining(corrupt)]);
  });

  it('neither uses nor overwrites the document of a newer Cartwheel', async () => {
    const keyPrefix = freshPrefix();
    await using broker = await connect({ keyPrefix });
    const state = await broker.create(newRun());
    const key = `${keyPrefix}exp:{${state.runId}}:run`;
    await withClient((client) => client.hset(key, { state: '{"schemaVersion":3}', schemaVersion: 3 }));
    const newer = { code: 'experiment-state/newer-version' };
    await expect(broker.read(state.runId)).rejects.toMatchObject(newer);
    await expect(broker.publish(state, { expectedVersion: 1 })).rejects.toMatchObject(newer);
    expect(await withClient((client) => client.hget(key, 'state'))).toBe('{"schemaVersion":3}');
    expect(await broker.list()).toStrictEqual([]);
  });

  it('works on after the server forgot its scripts', async () => {
    await using broker = await connect();
    const state = await broker.create(newRun());
    await withClient((client) => client.script('FLUSH'));
    expect((await broker.publish(state, { expectedVersion: 1 })).status).toBe('accepted');
  });

  it('says what the server refused', async () => {
    await using broker = await connect();
    const state = await broker.create(newRun());
    await withClient((client) => client.config('SET', 'maxmemory', '1'));
    try {
      const refused = broker.publish(state, { expectedVersion: 1 });
      await expect(refused).rejects.toMatchObject({
        code: 'broker/refused',
        message: expect.stringContaining('OOM'),
        cause: expect.objectContaining({ name: 'ReplyError' }),
      });
    } finally {
      await withClient((client) => client.config('SET', 'maxmemory', '0'));
    }
    expect((await broker.publish(state, { expectedVersion: 1 })).status).toBe('accepted');
  });

  it('leaves no connection behind when it closes, with watches under way', async () => {
    const broker = await connect({ connection: { connectionName: 'leaver' } });
    const { runId } = await broker.create(newRun());
    const watched = take(broker.watch(runId), 5);
    await publishMany(broker, await broker.create(newRun()), 1);
    expect(await connectionsNamed('leaver')).toBe(2);
    await broker.close();
    expect(await watched).toHaveLength(1);
    expect(await connectionsNamed('leaver')).toBe(0);
  });
});
