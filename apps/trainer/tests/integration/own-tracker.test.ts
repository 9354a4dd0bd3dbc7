import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { openRunStore } from '@cartwheel/tracking';
import { cartwheel, jsonLines } from '../run-cartwheel.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-own-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const file = fileURLToPath(new URL('../../../../libs/tracking/examples/json-lines-tracker.ts', import.meta.url));
const trackerOf = (folder: string): string => `${file} ${join(out, folder)}`;
const pointsIn = (folder: string, runId: string): unknown[] =>
  jsonLines(readFileSync(join(out, folder, `${runId}.jsonl`), 'utf8')).filter((line) => 'value' in line);

it('relays to a tracker of a file of one’s own, while it trains and by sync', async () => {
  const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '2048', '--eval-episodes', '0'];
  const trained = await cartwheel(...train, '--json', '--out', out, '--tracker', trackerOf('first'));
  expect(trained).toMatchObject({ code: 0 });
  const runId = String(jsonLines(trained.stdout).at(-1)?.['runId']);
  const store = await openRunStore({ dir: out, readOnly: true });
  const points = await store.points(runId);
  await store.close();
  expect(points.length).toBeGreaterThan(10);
  expect(pointsIn('first', runId)).toHaveLength(points.length);

  const synced = await cartwheel('sync', 'latest', '--json', '--out', out, '--tracker', trackerOf('second'));
  expect(synced).toMatchObject({ code: 0 });
  expect(pointsIn('second', runId)).toHaveLength(points.length);
  // Both are known by now: nobody has to name them again.
  const again = await cartwheel('sync', 'latest', '--json', '--out', out);
  expect(jsonLines(again.stdout)).toMatchObject([
    { delivered: 0, pending: 0, error: null },
    { delivered: 0, pending: 0, error: null },
  ]);
});

it('is kept by a resume, and given to a fork that names it', async () => {
  const place = join(out, 'resumed');
  const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', '2048', '--eval-episodes', '0'];
  const trained = await cartwheel(...train, '--json', '--out', place, '--tracker', trackerOf('kept'));
  const runId = String(jsonLines(trained.stdout).at(-1)?.['runId']);
  const before = pointsIn('kept', runId);
  expect(before.length).toBeGreaterThan(10);

  const resumed = await cartwheel('resume', 'latest', '--steps', '4096', '--json', '--out', place);
  expect(resumed).toMatchObject({ code: 0 });
  const forked = await cartwheel('fork', runId, '--at', '4096', '--steps', '6144', '--json', '--out', place);
  expect(forked).toMatchObject({ code: 0 });
  const forkId = String(jsonLines(forked.stdout).at(-1)?.['runId']);
  const named = ['--out', place, '--json', '--tracker', trackerOf('forked')];
  const forkedTo = await cartwheel('fork', runId, '--at', '4096', '--steps', '6144', ...named);
  const namedId = String(jsonLines(forkedTo.stdout).at(-1)?.['runId']);

  const store = await openRunStore({ dir: place, readOnly: true });
  const pointsOf = async (id: string): Promise<number> => (await store.points(id)).length;
  expect(pointsIn('kept', runId)).toHaveLength(await pointsOf(runId));
  expect(pointsIn('kept', runId).length).toBeGreaterThan(before.length);
  // A fork is a run of its own: it goes where its own flags say.
  expect(await store.cursors(forkId)).toEqual([]);
  expect(pointsIn('forked', namedId)).toHaveLength(await pointsOf(namedId));
  await store.close();
});

it('says what is no tracker', async () => {
  const { code, stderr } = await cartwheel('sync', '--out', out, '--tracker', 'somewhere');
  expect(code).toBe(2);
  expect(stderr).toContain("received 'somewhere'");
});
