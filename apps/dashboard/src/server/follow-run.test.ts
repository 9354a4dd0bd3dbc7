import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openRunStore, type RunRecord, type RunStore } from '@cartwheel/tracking';
import type { LiveEvent } from '../api/live-event.schema.ts';
import { followRun } from './follow-run.ts';

const runId = 'abcdefabcdefabcdefabcdef';
const record: RunRecord = {
  runId,
  experiment: 'live',
  status: 'running',
  algorithm: 'dqn',
  env: 'CartPole-v1',
  seed: 0,
  tags: [],
  config: {
    env: 'CartPole-v1',
    algo: 'dqn',
    seed: 0,
    preset: 'default',
    set: {},
    experiment: 'live',
    tags: [],
    evalEpisodes: 0,
    evalEvery: 0,
    checkpointEvery: 0,
  },
  hyperparameters: {},
  timesteps: 0,
  totalTimesteps: 10,
  createdAt: 1,
  updatedAt: 1,
  error: null,
  summary: {},
};

let folder: string;
let store: RunStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwheel-follow-'));
  store = await openRunStore({ dir: folder });
  await store.createRun(record);
});

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
    for await (const event of followRun(store, runId, { after, signal: controller.signal })) {
      seen.push(event);
      after = event.position;
      if (stepsOf(seen).length >= until) controller.abort();
    }
  }
  expect(stepsOf(seen)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

it('tells of the run when it changes, and ends when it is deleted', async () => {
  const statuses: string[] = [];
  for await (const event of followRun(store, runId, { after: 0, signal: new AbortController().signal })) {
    if (event.type !== 'run') continue;
    statuses.push(event.run.status);
    if (event.run.status === 'running') await store.updateRun(runId, { status: 'finished' });
    else await store.deleteRun(runId);
  }
  expect(statuses).toEqual(['running', 'finished']);
});
