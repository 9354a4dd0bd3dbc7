import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRunStore, type RunRecord, type RunStore } from '@cartwheel/tracking';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { runSummary } from '../api/run-summary.schema.ts';
import { runRecord } from '../../tests/run-record.ts';
import { serveFolder } from '../../tests/serve-folder.ts';

const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(24));
const recordOf = (runId: string): RunRecord =>
  runRecord({ runId, tags: ['mine'], hyperparameters: { gamma: runId === ids[0] ? 0.9 : 0.99 } });

let folder: string;
let store: RunStore;
let server: FastifyInstance;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwheel-shelf-'));
  await writeFile(join(folder, 'index.html'), 'the page');
  store = await openRunStore({ dir: folder });
  for (const id of ids) await store.createRun(recordOf(id));
  server = await serveFolder(folder, store);
});

afterEach(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const post = async (url: string, payload: object): Promise<any> =>
  (await server.inject({ method: 'POST', url, payload, headers: { host: 'localhost' } })).json();
const get = async (url: string): Promise<any> => (await server.inject({ url, headers: { host: 'localhost' } })).json();
const shelves = async (): Promise<string> => {
  const runs = z.array(runSummary).parse(await get('/api/runs'));
  return runs
    .map(({ runId, shelf }) => `${runId[0]} ${shelf}`)
    .toSorted()
    .join(', ');
};

it('puts runs away and says where they stood, so that it can be undone', async () => {
  expect(await post('/api/shelf', { runIds: [ids[0]], to: 'archive' })).toEqual({
    before: [{ runIds: [ids[0]], to: 'table' }],
  });
  const { before } = await post('/api/shelf', { runIds: ids.slice(0, 2), to: 'trash' });
  expect(await shelves()).toBe('a trash, b trash, c table');
  expect(before).toEqual([
    { runIds: [ids[1]], to: 'table' },
    { runIds: [ids[0]], to: 'archive' },
  ]);
  for (const undo of before) await post('/api/shelf', undo);
  expect(await shelves()).toBe('a archive, b table, c table');
  expect((await store.run(ids[0]))?.tags).toEqual(['mine', 'archived']);
});

it('deletes what is in the trash for good, folders and all, and nothing else', async () => {
  const checkpoints = join(folder, 'runs', ids[1], 'checkpoints');
  await mkdir(checkpoints, { recursive: true });
  await post('/api/shelf', { runIds: [ids[1]], to: 'trash' });
  expect(await post('/api/trash/empty', {})).toEqual({ deleted: [ids[1]], kept: [] });
  expect(await shelves()).toBe('a table, c table');
  await expect(stat(checkpoints)).rejects.toThrow('ENOENT');
});

it.each([{ runIds: [], to: 'trash' }, { runIds: [ids[0]], to: 'moon' }, { to: 'trash' }])(
  'refuses %j',
  async (wish) => {
    expect(await post('/api/shelf', wish)).toMatchObject({ code: 'dashboard/invalid-query' });
    expect(await shelves()).toBe('a table, b table, c table');
  },
);

it('gives the values of a hyperparameter to group by, and returns in a few values', async () => {
  expect(await get('/api/settings?name=gamma')).toEqual({
    names: ['gamma'],
    values: { [ids[0]]: 0.9, [ids[1]]: 0.99, [ids[2]]: 0.99 },
  });
  const points = Array.from({ length: 300 }, (_, step) => ({
    name: 'rollout/ep_rew_mean',
    context: {},
    step,
    time: step,
    value: step,
  }));
  await store.appendPoints(ids[2], points);
  const [line] = await get(`/api/sparklines?runs=${ids[2]}`);
  expect(line).toMatchObject({ runId: ids[2], values: expect.arrayContaining([0, 299]) });
  expect(line.values.length).toBeLessThanOrEqual(48);
});
