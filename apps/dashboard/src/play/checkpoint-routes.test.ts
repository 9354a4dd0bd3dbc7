import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { runRecord } from '../../tests/run-record.ts';
import { serveFolder } from '../../tests/serve-folder.ts';

const runId = 'e'.repeat(24);
const path = `runs/${runId}/checkpoints/5`;
let folder: string;
let store: RunStore;
let server: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwheel-checkpoints-'));
  await mkdir(join(folder, path), { recursive: true });
  for (const name of ['index.html', 'model.json', `${path}/model.json`, `${path}/notes.txt`]) {
    await writeFile(join(folder, name), `in ${name}`);
  }
  store = await openRunStore({ dir: folder });
  await store.createRun(runRecord({ runId }));
  const checkpoint = { weightsHash: 'ab', time: 1 };
  await store.recordCheckpoint(runId, { ...checkpoint, step: 5, path });
  // As a record that somebody else wrote may have it.
  await store.recordCheckpoint(runId, { ...checkpoint, step: 6, path: 'runs/../.' });
  await store.recordCheckpoint(runId, { ...checkpoint, step: 7, path: `runs/${runId}/checkpoints/7` });
  server = await serveFolder(folder, store, { readOnly: true });
});

afterAll(async () => {
  await server.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const get = (url: string) => server.inject({ url: `/api/runs/${url}`, headers: { host: 'localhost' } });

it('gives a checkpoint’s own files, also where pages may only look', async () => {
  const answer = await get(`${runId}/checkpoints/5/model.json`);
  expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
    200,
    'application/octet-stream',
    `in ${path}/model.json`,
  ]);
});

it.each([
  ['a file that is no model’s', `${runId}/checkpoints/5/notes.txt`],
  ['a file elsewhere', `${runId}/checkpoints/5/..%2F..%2F..%2F..%2Fmodel.json`],
  ['a checkpoint whose record leads elsewhere', `${runId}/checkpoints/6/model.json`],
  ['a checkpoint whose folder is gone', `${runId}/checkpoints/7/model.json`],
  ['no checkpoint', `${runId}/checkpoints/8/model.json`],
  ['no step', `${runId}/checkpoints/last/model.json`],
])('refuses %s', async (_what, url) => {
  const answer = await get(url);
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'dashboard/no-such-checkpoint']);
});
