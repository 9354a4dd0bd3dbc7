import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createErrorSink, createScope, describeError, type Scope } from '@cartwheel/async-guard';
import { openRunStore, openTracker, startRelayThread, syncRun, type Delivery, type RunStore } from '../src/index.ts';
import { metricPoint, runRecord } from '../src/testing/records.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const folder = useTemporaryFolder();
const lines = new URL('../examples/json-lines-tracker.ts', import.meta.url).href;
const troubled = new URL('fixtures/troubled-trackers.ts', import.meta.url).href;
let store: RunStore;
let scope: Scope;
let failures: { name: string; code: string; message: string }[] = [];

beforeEach(async () => {
  failures = [];
  const sink = createErrorSink(({ name, error }) => void failures.push({ name, ...describeError(error) }));
  scope = createScope({ name: 'test', sink });
  store = await openRunStore({ dir: folder() });
  await store.createRun(runRecord('aaa'));
});
afterEach(async () => {
  await scope.close();
  await store.close();
});

function start(trackers: readonly string[], onTrouble?: (tracker: string, error: Error) => void) {
  return startRelayThread({
    store: { dir: folder() },
    runId: 'aaa',
    trackers,
    scope,
    pollMs: 10,
    ...(onTrouble ? { onTrouble } : {}),
  });
}

it('delivers a run to several trackers, one of them of a file of one’s own', async () => {
  const trackers = [`${lines} ${folder()}`, `tensorboard ${join(folder(), 'logs')}`];
  const relays = start(trackers);
  for (let step = 0; step < 50; step++) await store.appendPoints('aaa', [metricPoint('m', step, step)]);
  await store.updateRun('aaa', { status: 'finished' });
  await store.flush();
  expect(await Promise.all(relays.map((relay) => relay.finish()))).toEqual([true, true]);

  const text = await readFile(join(folder(), 'aaa.jsonl'), 'utf8');
  const steps = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .flatMap(({ step }) => step ?? []);
  expect(steps).toEqual(Array.from({ length: 50 }, (_, step) => String(step)));
  expect((await store.cursors('aaa')).map(({ tracker, pending, owner }) => ({ tracker, pending, owner }))).toEqual(
    trackers.toSorted().map((tracker) => ({ tracker, pending: 0, owner: null })),
  );
  expect(scope.dump().tasks).toEqual([]);
  expect(failures).toEqual([]);
  // Whoever comes later opens it by the same name.
  const again = await syncRun({ store, runId: 'aaa', tracker: await openTracker(trackers[0] ?? '') });
  expect(again).toMatchObject({ delivered: 0, pending: 0, error: null });
});

it('tells once of a target that cannot be reached, and leaves the rest to sync', async () => {
  await store.appendPoints('aaa', [metricPoint('m', 1, 1)]);
  const told = new Promise<string>((resolve) => {
    start([`${troubled} refuses`], (tracker, error) => resolve(`${tracker}: ${error.message}`));
  });
  expect(await told).toBe(`${troubled} refuses: not today`);
});

it('tells of each delivery, with its points and its time, and why one failed', async () => {
  for (let step = 0; step < 50; step++) await store.appendPoints('aaa', [metricPoint('m', step, step)]);
  await store.flush();
  const told: [string, Delivery][] = [];
  const before = Date.now();
  const relays = startRelayThread({
    store: { dir: folder() },
    runId: 'aaa',
    trackers: [`tensorboard ${join(folder(), 'logs')}`, `${troubled} refuses`],
    scope,
    batchPoints: 20,
    onDelivery: (tracker, delivery) => void told.push([tracker, delivery]),
  });
  await Promise.all(relays.map((relay) => relay.finish({ budgetMs: 5_000 })));

  const of = (prefix: string): Delivery[] => told.filter(([id]) => id.startsWith(prefix)).map(([, each]) => each);
  const delivered = of('tensorboard');
  expect(delivered.length).toBeGreaterThan(1);
  expect(delivered.reduce((sum, { points }) => sum + points, 0)).toBe(50);
  expect(delivered.every(({ error }) => error === undefined)).toBe(true);
  expect(of(troubled)[0]).toMatchObject({ points: 0, error: { message: 'not today' } });
  for (const [, { startedAt, endedAt }] of told) {
    expect(startedAt).toBeGreaterThanOrEqual(before);
    expect(endedAt).toBeGreaterThanOrEqual(startedAt);
    expect(endedAt).toBeLessThanOrEqual(Date.now());
  }
});

it('survives a tracker that ends the thread, says so once, and goes on training', async () => {
  const [relay] = start([`${troubled} crashes`]);
  await store.appendPoints('aaa', [metricPoint('m', 1, 1)]);
  expect(await relay?.finish({ budgetMs: 60_000 })).toBe(false);
  expect(failures).toMatchObject([{ name: 'thread of relays', code: 'tracking/worker-crashed' }]);
  expect(failures[0]?.message).toContain('a mistake of the tracker');
  await store.flush();
  expect(await relay?.finish()).toBe(false);
});

it('ends a tracker that holds its thread for ever, after the budget', async () => {
  const [relay] = start([`${troubled} spins`]);
  await store.appendPoints('aaa', [metricPoint('m', 1, 1)]);
  expect(await relay?.finish({ budgetMs: 0 })).toBe(false);
  expect(failures).toMatchObject([{ code: 'tracking/worker-crashed' }]);
});

it('ends with its scope, also while a target keeps it waiting', async () => {
  const [relay] = start([`${troubled} hangs`, `tensorboard ${join(folder(), 'logs')}`]);
  await store.appendPoints('aaa', [metricPoint('m', 1, 1)]);
  await scope.close();
  expect(scope.dump().tasks).toEqual([]);
  expect(await relay?.finish()).toBe(false);
});

it('does not begin in a scope that is closed', async () => {
  await scope.close();
  const [relay] = start([`tensorboard ${join(folder(), 'logs')}`]);
  expect(await relay?.finish()).toBe(false);
});
