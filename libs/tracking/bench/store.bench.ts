/**
 * The run store beside bare libsql, how long it takes to list runs and to read a long series for a chart, and memory while
 * a tracker is away. Run: `npm run bench:tracking`, or this file with `node --expose-gc -C @cartwheel/source --import tsx`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createErrorSink, createScope } from '@cartwheel/async-guard';
import Database from 'libsql';
import { openRunStore, openTracker, startRelay, type RunStore } from '../src/index.ts';
import { metricPoint, runRecord } from '../src/testing/records.ts';
import { medians, whole } from './medians.ts';

const POINTS = 100_000;
const BATCH = 2000;
const SERIES = 10;
const ROUNDS = 5;
const RUNS = 10_000;
const LONG_SERIES = 1_000_000;

const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
let files = 0;
const file = (): string => join(dir, `${files++}.db`);

const batches = Array.from({ length: POINTS / BATCH }, (_, batch) =>
  Array.from({ length: BATCH }, (__, index) => {
    const nth = batch * BATCH + index;
    return metricPoint(`metric/${nth % SERIES}`, Math.floor(nth / SERIES), Math.sin(nth));
  }),
);

/** What somebody would write without a library: a row a point, as durable, in this thread. */
async function bareLibsql(): Promise<number> {
  const database = new Database(file());
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE points (name TEXT, step INTEGER, time REAL, value REAL, PRIMARY KEY (name, step)) WITHOUT ROWID`);
  const insert = database.prepare('INSERT OR REPLACE INTO points VALUES (?, ?, ?, ?)');
  const start = performance.now();
  for (const batch of batches) {
    database.exec('BEGIN');
    for (const { name, step, time, value } of batch) insert.run(name, step, time, value);
    database.exec('COMMIT');
  }
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return POINTS / seconds;
}

async function runStore(): Promise<number> {
  const store = await openRunStore({ file: file() });
  await store.createRun(runRecord('aaa'));
  const start = performance.now();
  const appended = batches.map((batch) => store.appendPoints('aaa', batch));
  await store.flush();
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(appended);
  await store.close();
  return POINTS / seconds;
}

async function milliseconds(read: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await read();
  return performance.now() - start;
}

/** Of all threads: on a machine that others use, what a read costs by itself. */
async function cpuMilliseconds(read: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await read();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

async function storeWithRuns(): Promise<RunStore> {
  const store = await openRunStore({ file: file() });
  const hyperparameters = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`setting${index}`, index / 7]));
  const created = Array.from({ length: RUNS }, (_, index) =>
    store.createRun(
      runRecord(String(index).padStart(24, '0'), {
        createdAt: index,
        env: index % 3 === 0 ? 'Pendulum-v1' : 'CartPole-v1',
        tags: index % 2 === 0 ? ['even'] : [],
        hyperparameters,
      }),
    ),
  );
  await Promise.all(created);
  return store;
}

async function storeWithLongSeries(): Promise<RunStore> {
  const store = await openRunStore({ file: file() });
  await store.createRun(runRecord('aaa'));
  for (let step = 0; step < LONG_SERIES; step += 20_000) {
    await store.appendPoints(
      'aaa',
      Array.from({ length: 20_000 }, (_, index) => metricPoint('long', step + index, Math.sin(step + index))),
    );
  }
  return store;
}

/** Megabytes by which the process grew for so many points that its tracker has not taken. */
async function growthWhileAway(points: number): Promise<number> {
  const store = await openRunStore({ file: file() });
  await store.createRun(runRecord('aaa'));
  const scope = createScope({ name: 'bench', sink: createErrorSink(() => undefined) });
  const tracker = await openTracker('aim aim://127.0.0.1:9');
  const relay = startRelay({ store, runId: 'aaa', tracker, scope, pollMs: 20 });
  const before = rssAfterCollection();
  for (let step = 0; step < points; step += 1000) {
    await store.appendPoints(
      'aaa',
      Array.from({ length: 1000 }, (_, index) => metricPoint('m', step + index, index)),
    );
  }
  await store.flush();
  const after = rssAfterCollection();
  await relay.finish({ budgetMs: 0 });
  await scope.close();
  await store.close();
  return (after - before) / 2 ** 20;
}

function rssAfterCollection(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

try {
  await runStore();
  const written = await medians({ bareLibsql, runStore }, ROUNDS);
  const runs = await storeWithRuns();
  const listed = await medians(
    {
      all: () => milliseconds(() => runs.runs()),
      filtered: () => milliseconds(() => runs.runs({ env: 'Pendulum-v1', tag: 'even' })),
      newest: () => milliseconds(() => runs.runs({ limit: 100 })),
    },
    ROUNDS,
  );
  await runs.close();
  const long = await storeWithLongSeries();
  const readCurve = () => long.curve('aaa', { name: 'long' });
  const curve = await medians({ wall: () => milliseconds(readCurve), cpu: () => cpuMilliseconds(readCurve) }, ROUNDS);
  await long.close();
  const [first, more, most] = [
    await growthWhileAway(50_000),
    await growthWhileAway(200_000),
    await growthWhileAway(800_000),
  ];
  const table = [
    '| what | this store | reference |',
    '| --- | ---: | ---: |',
    `| points written and on disk, per second | ${whole(written.runStore)} | bare libsql: ${whole(written.bareLibsql)} |`,
    `| the same as a share of bare libsql (wanted: ≥ 60 %) | ${((100 * written.runStore) / written.bareLibsql).toFixed(0)} % | |`,
    `| list ${whole(RUNS)} runs, all of them | ${listed.all.toFixed(0)} ms | |`,
    `| list those of ${whole(RUNS)} runs with an environment and a tag (wanted: < 200 ms) | ${listed.filtered.toFixed(0)} ms | |`,
    `| list the newest 100 of ${whole(RUNS)} runs | ${listed.newest.toFixed(0)} ms | |`,
    `| ${whole(LONG_SERIES)} points in 2,000, extremes kept (wanted: < 200 ms) | ${curve.wall.toFixed(0)} ms (${curve.cpu.toFixed(0)} ms of CPU) | |`,
    `| the process's growth while a tracker is away: 50,000, 200,000, 800,000 points | ${first.toFixed(0)}, ${more.toFixed(0)}, ${most.toFixed(0)} MB | |`,
  ];
  process.stdout.write(`${table.join('\n')}\n`);
} finally {
  await rm(dir, { recursive: true, force: true });
}
