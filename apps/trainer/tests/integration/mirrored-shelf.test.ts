import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExperimentBroker } from '@cartwheel/broker';
import { createRedisBroker } from '@cartwheel/broker/redis';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import { startRedisServer, type RedisServer } from '@cartwheel/dev-services/redis';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startElsewhere, untilRight } from '../browser/run-elsewhere.ts';
import { cartwheel, jsonLines } from '../run-cartwheel.ts';
import { startDashboard } from '../browser/served-runs.ts';

/** Long enough for the mirror to look at Redis a few times. */
const LOOKS_MS = 4_000;

interface Row {
  runId: string;
  shelf: string;
  status: string;
}

describeWithRedis('runs of other machines that are put away', () => {
  let folder: string;
  let redis: RedisServer;
  let broker: ExperimentBroker;
  let served: Awaited<ReturnType<typeof startDashboard>>;

  const serve = (): ReturnType<typeof startDashboard> =>
    startDashboard(['--redis', redis.url, '--out', join(folder, 'runs')]);
  const end = async (): Promise<void> => {
    served.server.child.kill('SIGINT');
    await served.server.finished;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cartwheel-shelf-'));
    redis = await startRedisServer({ dir: folder });
    broker = await createRedisBroker({ url: redis.url });
    served = await serve();
  });
  afterAll(async () => {
    await end();
    await broker.close();
    await redis.stop();
    await rm(folder, { recursive: true });
  });

  const rows = async (): Promise<Row[]> => (await fetch(`${served.url}api/runs`)).json() as Promise<Row[]>;
  const post = async (path: string, body: object): Promise<any> =>
    (
      await fetch(`${served.url}api/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', origin: new URL(served.url).origin },
      })
    ).json();
  const untilRow = (runId: string, row: Partial<Row>): Promise<Row[]> =>
    untilRight(rows, (all) =>
      all.some(
        (each) =>
          each.runId === runId && Object.entries(row).every(([name, value]) => each[name as keyof Row] === value),
      ),
    );

  it('stay where they were put while they go on, are taken back, and do not come again once they are deleted', async () => {
    const { runId, publish, finish } = await startElsewhere(broker);
    await publish(0, 10);
    await untilRow(runId, { shelf: 'table' });
    expect(await post('shelf', { runIds: [runId], to: 'archive' })).toEqual({
      before: [{ runIds: [runId], to: 'table' }],
    });
    await untilRow(runId, { shelf: 'archive' });

    const { before } = await post('shelf', { runIds: [runId], to: 'trash' });
    // It is being trained: what comes of it would be lost.
    expect(await post('trash/empty', {})).toEqual({ deleted: [], kept: [runId] });
    for (const undo of before) await post('shelf', undo);
    await untilRow(runId, { shelf: 'archive' });

    // A state that comes later says nothing of where it was put here.
    await finish();
    await untilRow(runId, { status: 'finished', shelf: 'archive' });
    await post('shelf', { runIds: [runId], to: 'trash' });
    expect(await post('trash/empty', {})).toEqual({ deleted: [runId], kept: [] });
    await wait(LOOKS_MS);
    expect(await rows()).toEqual([]);
    // Only what was kept here is gone.
    expect(await broker.read(runId)).toMatchObject({ runId, status: 'finished' });

    await end();
    served = await serve();
    await wait(LOOKS_MS);
    expect(await rows()).toEqual([]);
  });

  const out = (): string => join(folder, 'runs');
  const trained = async (): Promise<string> => {
    const config = ['--env', 'CartPole-v1', '--algo', 'a2c', '--steps', '200', '--eval-episodes', '0', '--json'];
    const { stdout } = await cartwheel('train', ...config, '--redis', redis.url, '--out', out());
    return String(jsonLines(stdout)[0]?.['runId']);
  };
  /** A look at Redis that finds this one has passed all that are older. */
  const untilNextLook = async (): Promise<void> => {
    const { runId } = await startElsewhere(broker);
    await untilRow(runId, {});
  };

  it('do not come back from Redis when a command deletes them, and say so to pages that have them', async () => {
    const runId = await trained();
    await untilRow(runId, { status: 'finished' });
    expect((await cartwheel('runs', 'delete', runId, '--out', out())).code).toBe(0);
    expect(await (await fetch(`${served.url}api/deleted`)).json()).toContain(runId);
    await untilNextLook();
    expect((await rows()).map((row) => row.runId)).not.toContain(runId);
    expect(await broker.read(runId)).toMatchObject({ runId });
  });

  it('leave Redis, too, when the command is told where it is', async () => {
    const runId = await trained();
    const { code, stdout } = await cartwheel('runs', 'delete', runId, '--redis', redis.url, '--out', out(), '--json');
    expect([code, jsonLines(stdout).at(-1)]).toEqual([0, { event: 'deleted', runId, fromRedis: true }]);
    expect(await broker.read(runId)).toBeNull();
  });

  it('are lost when Redis has them no longer before their end, and those that follow are found', async () => {
    const { runId, leave } = await startElsewhere(broker);
    await untilRow(runId, { status: 'running' });
    await leave();
    expect(await broker.delete(runId)).toBe(true);
    await untilRow(runId, { status: 'lost' });
    await untilNextLook();
  });
});
