import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { Redis } from 'ioredis';
import { createRedisBroker } from '../../src/redis/index.ts';
import { newRun } from '../../src/testing/broker-harness.ts';

const fixture = fileURLToPath(new URL('../fixtures/killed-before-index.ts', import.meta.url));

describeWithRedis('the index of runs in Redis', (redis) => {
  async function isKilled(keyPrefix: string, moment: string): Promise<void> {
    const args = ['-C', '@cartwheel/source', '--import', 'tsx', fixture, redis().url, keyPrefix, moment];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
  }

  async function withClient<Value>(use: (client: Redis) => Promise<Value>): Promise<Value> {
    const client = new Redis(redis().url);
    try {
      return await use(client);
    } finally {
      client.disconnect();
    }
  }

  it('finds a run whose writer was killed between its creation and the index, and heals', async () => {
    const keyPrefix = 'killed-create:';
    await isKilled(keyPrefix, 'create');
    await using broker = await createRedisBroker({ url: redis().url, keyPrefix });
    expect(await withClient((client) => client.zcard(`${keyPrefix}exp:index`))).toBe(0);
    const [found] = await broker.list({ tag: 'before' });
    expect(found).toMatchObject({ status: 'created', tags: ['before'] });
    const runId = found?.runId;
    expect(await withClient((client) => client.zrange(`${keyPrefix}exp:index`, '0', '-1'))).toStrictEqual([runId]);
    expect(await withClient((client) => client.zrange(`${keyPrefix}exp:index:tag:before`, '0', '-1'))).toStrictEqual([
      runId,
    ]);
  });

  it('finds a run by what it became before its writer was killed, and no longer by what it was', async () => {
    const keyPrefix = 'killed-change:';
    await isKilled(keyPrefix, 'change');
    await using broker = await createRedisBroker({ url: redis().url, keyPrefix });
    expect(await broker.list({ tag: 'before' })).toStrictEqual([]);
    expect(await broker.list({ status: 'finished' })).toMatchObject([{ tags: ['after'] }]);
    const members = (facet: string): Promise<number> =>
      withClient((client) => client.zcard(`${keyPrefix}exp:index:${facet}`));
    expect([await members('tag:after'), await members('status:finished')]).toStrictEqual([1, 1]);
    expect([await members('tag:before'), await members('status:created')]).toStrictEqual([0, 0]);
  });

  it('is up to date again after the next change, where it could not be written before', async () => {
    const keyPrefix = 'forbidden:';
    const rights = [`~${keyPrefix}exp:{*`, `~${keyPrefix}exp:index:changing`, '&*', '+@all'];
    await withClient((client) => client.acl('SETUSER', 'narrow', 'on', '>pw', ...rights));
    const errors: Error[] = [];
    const onError = (error: Error): void => void errors.push(error);
    const url = redis().url.replace('redis://', 'redis://narrow:pw@');
    const state = newRun();
    {
      await using narrow = await createRedisBroker({ url, keyPrefix, onError });
      await narrow.create(state);
    }
    expect(errors).toMatchObject([{ code: 'broker/refused' }]);
    await using broker = await createRedisBroker({ url: redis().url, keyPrefix });
    await broker.publish({ ...state, status: 'running' }, { expectedVersion: 1 });
    const running = await withClient((client) => client.zrange(`${keyPrefix}exp:index:status:running`, '0', '-1'));
    expect(running).toStrictEqual([state.runId]);
  });

  it('never lets older news undo newer ones', async () => {
    const keyPrefix = 'late:';
    await using broker = await createRedisBroker({ url: redis().url, keyPrefix });
    const state = await broker.create(newRun());
    await broker.publish({ ...state, status: 'running' }, { expectedVersion: 1 });
    const key = `${keyPrefix}exp:index:status:running`;
    // A writer that slept since version 1 says now that the run is not running.
    const { RunIndex } = await import('../../src/redis/index/run-index.ts');
    const { RedisConnection } = await import('../../src/redis/redis-connection.ts');
    const { redisBrokerSettings } = await import('../../src/redis/redis-broker-options.ts');
    const connection = new RedisConnection(redisBrokerSettings({ url: redis().url }));
    await connection.open();
    await new RunIndex(connection, keyPrefix).leave('status:running', state.runId, 1);
    await connection.close();
    expect(await withClient((client) => client.zcard(key))).toBe(1);
    expect(await broker.list({ status: 'running' })).toHaveLength(1);
  });

  it('reads only what the search wants, however many runs there are', async () => {
    const keyPrefix = 'many:';
    await using broker = await createRedisBroker({ url: redis().url, keyPrefix });
    const runs = Array.from({ length: 300 }, (_, index) => newRun({ tags: [index === 7 ? 'rare' : 'usual'] }));
    await Promise.all(runs.map((run) => broker.create(run)));
    const scripts = (): Promise<number> =>
      withClient(async (client) => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await client.info('commandstats'))?.[1]));
    const before = await scripts();
    expect(await broker.list({ tag: 'rare' })).toMatchObject([{ runId: runs[7]?.runId }]);
    expect((await scripts()) - before).toBeLessThan(5);
    expect(await broker.list()).toHaveLength(300);
  });
});
