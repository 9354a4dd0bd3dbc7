import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createJsonLinesTracker } from '../examples/json-lines-tracker.ts';
import { openRunStore, syncRun } from '../src/index.ts';
import { describeTracker, type DeliveredRun } from '../src/testing/index.ts';
import { metricPoint, runRecord } from '../src/testing/records.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cartwheel-lines-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describeTracker('of JSON Lines', () => ({ tracker: () => createJsonLinesTracker(dir), read: readRun }));

async function readRun(runId: string): Promise<DeliveredRun> {
  const lines = (await readFile(join(dir, `${runId}.jsonl`), 'utf8')).trimEnd().split('\n').filter(Boolean);
  const rows = lines.map((line) => JSON.parse(line));
  return {
    points: rows
      .filter((row) => 'value' in row)
      .map(({ name, context, step, value }) => ({ name, context, step: Number(step), value: Number(value) })),
    texts: rows.filter((row) => row.kind === 'text'),
  };
}

it('is what docs/trackers.md shows', async () => {
  const example = await readFile(new URL('../examples/json-lines-tracker.ts', import.meta.url), 'utf8');
  const page = await readFile(new URL('../../../docs/trackers.md', import.meta.url), 'utf8');
  expect(page).toContain(example.trimEnd().replace('../src/index.ts', '@cartwheel/tracking'));
});

const folder = useTemporaryFolder();

it('is written anew where the target was lost', async () => {
  const store = await openRunStore({ dir: folder() });
  await store.createRun(runRecord('aaa'));
  for (let step = 0; step < 3; step++) await store.appendPoints('aaa', [metricPoint('m', step, step)]);
  const tracker = createJsonLinesTracker(folder());
  await syncRun({ store, runId: 'aaa', tracker });
  await writeFile(join(folder(), 'aaa.jsonl'), '');
  await store.appendPoints('aaa', [metricPoint('m', 3, 3)]);
  expect(await syncRun({ store, runId: 'aaa', tracker })).toMatchObject({ pending: 0, error: null });
  const lines = (await readFile(join(folder(), 'aaa.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line)).flatMap((row) => ('value' in row ? [row.step] : []))).toEqual([
    '0',
    '1',
    '2',
    '3',
  ]);
  await store.close();
});
