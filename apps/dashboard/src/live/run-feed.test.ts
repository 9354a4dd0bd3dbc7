import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { createScope } from '@cartwheel/async-guard';
import type { LiveEvent } from '../api/live-event.schema.ts';
import type { Writer } from '../api/writer.schema.ts';
import { createRunViewers } from '../steering/run-viewers.ts';
import { runRecord } from '../../tests/run-record.ts';
import { RunFeed } from './run-feed.ts';
import { createRunFeeds, type RunFeeds } from './run-feeds.ts';

const runId = 'abcdefabcdefabcdefabcdef';

let folder: string;
let store: RunStore;
let feeds: RunFeeds;
const scope = createScope({ name: 'test' });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwheel-follow-'));
  store = await openRunStore({ dir: folder });
  await store.createRun(runRecord({ runId }));
  feeds = createRunFeeds(store, createRunViewers(undefined), scope);
});

afterAll(() => scope.close());

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const append = (step: number): Promise<void> =>
  store.appendPoints(runId, [{ name: 'train/loss', context: {}, step, time: step, value: step }]);
const stepsOf = (events: readonly LiveEvent[]): number[] =>
  events.flatMap((event) => (event.type === 'points' ? event.curves.flatMap(({ steps }) => steps) : []));

it('tells each point once and in order, over reconnects', async () => {
  const seen: LiveEvent[] = [];
  let after = 0;
  for (const until of [3, 7, 12]) {
    const controller = new AbortController();
    for (let step = stepsOf(seen).length + 1; step <= until; step++) await append(step);
    for await (const event of feeds.follow(runId, { after, signal: controller.signal })) {
      seen.push(event);
      after = event.position;
      if (stepsOf(seen).length >= until) controller.abort();
    }
  }
  expect(stepsOf(seen)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

it('tells of the run when it changes, and ends when it is deleted', async () => {
  const statuses: string[] = [];
  for await (const event of feeds.follow(runId, { after: 0, signal: new AbortController().signal })) {
    if (event.type !== 'run') continue;
    statuses.push(event.run.status);
    if (event.run.status === 'running') await store.updateRun(runId, { status: 'finished' });
    else await store.deleteRun(runId);
  }
  expect(statuses).toEqual(['running', 'finished']);
});

it('reads once for all pages that are up to date, and for one that is behind what it lacks', async () => {
  const asked: number[] = [];
  const counting: RunStore = Object.create(store, {
    changes: {
      value: (id: string, query: { after: number }) => {
        asked.push(query.after);
        return store.changes(id, query);
      },
    },
  });
  await append(1);
  await append(2);
  const feed = new RunFeed({ store: counting, runId, watchWriter: async () => undefined });
  const reading = new AbortController();
  const running = feed.run(reading.signal);
  const stepsUntil = async (after: number, last: number): Promise<number[]> => {
    const controller = new AbortController();
    const seen: LiveEvent[] = [];
    for await (const event of feed.follow({ after, signal: controller.signal })) {
      seen.push(event);
      // All pages are there before the point comes that they share.
      if (event.type === 'run' && ++atHead === 3) await append(3);
      if (stepsOf(seen).at(-1) === last) controller.abort();
    }
    return stepsOf(seen);
  };
  let atHead = 0;
  expect(await Promise.all([stepsUntil(2, 3), stepsUntil(0, 3), stepsUntil(2, 3)])).toEqual([[3], [1, 2, 3], [3]]);
  reading.abort();
  await running;
  expect(asked.filter((after) => after === 0)).toHaveLength(1);
  expect(asked.length).toBeGreaterThan(1);
});

it('tells at once when the process that trains pauses, and of the rest now and then', async () => {
  const state = (status: 'running' | 'paused', timesteps: number): Writer => ({
    reach: 'answers',
    state: {
      status,
      version: 1,
      writerEpoch: 1,
      hyperparameters: {},
      progress: { timesteps, totalTimesteps: 9, episodes: 0, updates: 0, stepsPerSecond: 1, secondsLeft: null },
      host: { hostname: 'here', pid: 1, platform: 'linux-x64', runtime: 'node', engine: 'wasm' },
    },
  });
  const feed = new RunFeed({
    store,
    runId,
    watchWriter: async (tell) => [state('running', 1), state('running', 2), state('paused', 2)].forEach(tell),
  });
  const reading = new AbortController();
  const running = feed.run(reading.signal);
  for await (const event of feed.follow({ after: 0, signal: reading.signal })) {
    if (event.type !== 'writer' || event.writer.reach !== 'answers') continue;
    expect(event.writer.state).toMatchObject({ status: 'paused', progress: { timesteps: 2 } });
    reading.abort();
  }
  await running;
});
