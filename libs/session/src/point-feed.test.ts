import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createScope, type Scope } from '@cartwheel/async-guard';
import { createMemoryBroker, type ExperimentBroker, type PointBatch } from '@cartwheel/broker';
import { createExperimentState, parseTrainConfig } from '@cartwheel/experiment-state';
import { silentLogger } from '@cartwheel/logging';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { startPointFeed } from './point-feed.ts';

const host = { hostname: 'h', pid: 1, platform: 'linux', runtime: 'node', engine: 'js/scalar' };
const state = createExperimentState({ algorithm: 'ppo', env: 'e', seed: 0, totalTimesteps: 9, host, createdAt: 1 });
const { runId } = state;

describe('the feed of points', () => {
  let dir = '';
  let store: RunStore;
  let broker: ExperimentBroker;
  let scope: Scope;
  let lostTo: number | undefined;

  beforeEach(async () => {
    lostTo = undefined;
    dir = mkdtempSync(join(tmpdir(), 'cartwheel-feed-'));
    store = await openRunStore({ dir });
    const row = {
      experiment: 'x',
      status: 'running',
      algorithm: 'ppo',
      env: 'e',
      seed: 0,
      tags: [],
      error: null,
      host: null,
    } as const;
    const config = parseTrainConfig({ env: 'e', algo: 'ppo' });
    const progress = { timesteps: 0, totalTimesteps: 9, createdAt: 1, updatedAt: 1, summary: {}, hyperparameters: {} };
    await store.createRun({ runId, config, ...row, ...progress });
    broker = createMemoryBroker();
    await broker.create(state);
    scope = createScope({ name: 'test' });
  });
  afterEach(async () => {
    await scope.close();
    await broker.close();
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const lease = (epoch = 0) => ({
    epoch,
    lost: new AbortController().signal,
    lose: (other: number) => void (lostTo = other),
    restoreBy: () => undefined,
    release: () => Promise.resolve(),
  });
  const start = (publishPoints: ExperimentBroker['publishPoints'], epoch = 0) =>
    startPointFeed({
      store,
      broker: { publishPoints },
      runId,
      lease: lease(epoch),
      scope,
      logger: silentLogger,
      pollMs: 1,
    });
  const record = (step: number): Promise<void> =>
    store.appendPoints(runId, [{ name: 'm', context: {}, step, time: step, value: step / 3 }]);
  const stepsOf = async (): Promise<number[]> => (await broker.readPoints(runId)).points.map(({ step }) => step);

  it('brings all points, in order, also those of a run that is gone on with', async () => {
    const first = start((...batch) => broker.publishPoints(...batch));
    for (let step = 0; step < 10; step += 1) await record(step);
    await first.finish(5_000);
    const second = start((...batch) => broker.publishPoints(...batch));
    for (let step = 10; step < 20; step += 1) await record(step);
    await second.finish(5_000);
    expect(await broker.readPoints(runId)).toMatchObject({ complete: true, position: await store.position(runId) });
    expect(await stepsOf()).toEqual(Array.from({ length: 20 }, (_, step) => step));
    expect(scope.dump().tasks).toEqual([]);
  });

  it('leaves no hole where the broker was away, and lost what it had taken', async () => {
    let calls = 0;
    const feed = start(async (run: string, batch: PointBatch) => {
      calls += 1;
      if (calls === 2 || calls === 3) throw new Error('away');
      // It comes back empty, as a Redis without a disk does.
      if (calls === 6) {
        await broker.close();
        broker = createMemoryBroker();
        await broker.create(state);
        throw new Error('gone for a moment');
      }
      return broker.publishPoints(run, batch);
    });
    for (let step = 0; step < 30; step += 1) {
      await record(step);
      await store.flush();
    }
    await feed.finish(10_000);
    expect(await stepsOf()).toEqual(Array.from({ length: 30 }, (_, step) => step));
  });

  it('fills the window of a broker that lost it without a word', async () => {
    const feed = start((...batch) => broker.publishPoints(...batch));
    for (let step = 0; step < 5; step += 1) await record(step);
    while ((await stepsOf()).length < 5) await setTimeout(1);
    await broker.close();
    broker = createMemoryBroker();
    await broker.create(state);
    await record(5);
    await feed.finish(5_000);
    expect(await stepsOf()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('goes back where the broker says that it lacks some', async () => {
    for (let step = 0; step < 4; step += 1) await record(step);
    await broker.publishPoints(runId, { epoch: 0, after: 0, position: 1, points: [] });
    let isFirst = true;
    const feed = start(async (run: string, batch: PointBatch) => {
      if (!isFirst) return broker.publishPoints(run, batch);
      isFirst = false;
      return { status: 'accepted', position: 3 };
    });
    await feed.finish(5_000);
    expect(await stepsOf()).toEqual([1, 2, 3]);
  });

  it('ends when another writer has taken the run over', async () => {
    await broker.acquireLease(runId, { owner: 'other', ttlMs: 1000 });
    const feed = start((...batch) => broker.publishPoints(...batch));
    await record(1);
    await feed.finish(5_000);
    expect(lostTo).toBe(1);
    expect(await stepsOf()).toEqual([]);
  });

  it('gives up at the end of its budget', async () => {
    await record(1);
    const feed = start(() => Promise.reject(new Error('away')));
    await feed.finish(20);
    expect(scope.dump().tasks).toEqual([]);
  });
});
