import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Database from 'libsql';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { openRunStore } from './open-run-store.ts';

/** Of a SQLite file. */
const HEADER_BYTES = 100;

const dir = useTemporaryFolder();
const file = (): string => join(dir(), 'cartwheel.db');

let storeBytes: Buffer | undefined;

/** A store with the run `aaa`; made once, then copied. */
async function makeStore(): Promise<void> {
  if (storeBytes) return writeFile(file(), storeBytes);
  const store = await openRunStore({ dir: dir() });
  await store.createRun(runRecord('aaa'));
  await store.close();
  storeBytes = await readFile(file());
}

/** Runs SQL against the file, as another program would. */
function alter(sql: string): void {
  const database = new Database(file());
  database.exec(sql);
  database.close();
}

/** The error of opening the file. Throws if it can be opened, or was changed. */
async function refusalOf(readOnly: boolean): Promise<unknown> {
  const before = await readFile(file());
  const refusal = await openRunStore({ dir: dir(), readOnly }).then(
    () => Promise.reject(new Error('It was opened.')),
    (error: unknown) => error,
  );
  if (!(await readFile(file())).equals(before)) throw new Error('It was changed.', { cause: refusal });
  return refusal;
}

describe.each([false, true])('a file that cannot be used, readOnly %p', (readOnly) => {
  it('no database', async () => {
    await writeFile(file(), 'Notes to myself, in a file of this name.\n'.repeat(50));
    expect(await refusalOf(readOnly)).toMatchObject({
      name: 'TrackingError',
      code: 'tracking/corrupt-store',
      message: expect.stringMatching(/cartwheel\.db/),
    });
  });

  it('a store whose pages are damaged', async () => {
    await makeStore();
    const bytes = await readFile(file());
    await writeFile(file(), bytes.fill(0xab, HEADER_BYTES));
    expect(await refusalOf(readOnly)).toMatchObject({
      name: 'TrackingError',
      code: 'tracking/corrupt-store',
      message: expect.stringMatching(/damaged/),
    });
  });

  it('a store that was cut off', async () => {
    await makeStore();
    await truncate(file(), 3000);
    expect(await refusalOf(readOnly)).toMatchObject({
      name: 'TrackingError',
      code: 'tracking/corrupt-store',
      message: expect.stringMatching(/damaged/),
    });
  });

  it('the database of another program', async () => {
    alter('CREATE TABLE notes (text); PRAGMA user_version = 3;');
    expect(await refusalOf(readOnly)).toMatchObject({
      name: 'TrackingError',
      code: 'tracking/corrupt-store',
      message: expect.stringMatching(/another program/),
    });
  });

  it('a store of a newer version', async () => {
    await makeStore();
    alter('PRAGMA user_version = 4');
    expect(await refusalOf(readOnly)).toMatchObject({
      name: 'TrackingError',
      code: 'tracking/newer-store',
      message: expect.stringMatching(/version 3 or older .* found version 4/),
    });
  });

  it('damage found only while reading', async () => {
    await makeStore();
    alter(`UPDATE runs SET status = 'sleeping'`);
    const store = await openRunStore({ dir: dir(), readOnly });
    await expect(store.run('aaa')).rejects.toMatchObject({
      code: 'tracking/corrupt-store',
      message: expect.stringContaining('aaa'),
    });
    await store.close();
  });
});

describe('a store of an older version', () => {
  const dump = readFile(new URL('../../tests/store-version-1.sql', import.meta.url), 'utf8');

  it('is migrated by whoever opens it to write, and a copy is kept', async () => {
    alter(await dump);
    const store = await openRunStore({ dir: dir() });
    const values = [Number.NaN, -0, Number.NEGATIVE_INFINITY];
    const points = [
      metricPoint('eval/mean_reward', 2, 1.5, { subset: 'test' }),
      ...values.map((value, index) => metricPoint('train/loss', index + 1, value)),
    ];
    expect(await store.runs()).toEqual([
      runRecord('aaa', { tags: ['t'], summary: { evalMean: Number.NaN }, status: 'finished' }),
      runRecord('bbb'),
    ]);
    expect(await store.points('aaa')).toEqual(points);
    expect(await store.checkpoints('aaa')).toHaveLength(1);
    expect(await store.changes('aaa', { after: 0 })).toEqual({ position: 1, points, entries: [] });
    await store.appendPoints('aaa', [metricPoint('train/loss', 4, 4)]);
    expect((await store.changes('aaa', { after: 1 })).points).toEqual([metricPoint('train/loss', 4, 4)]);
    await store.close();
    const copy = new Database(join(dir(), 'cartwheel.db.version-1'));
    expect(copy.prepare('SELECT count(*) FROM points').raw().get()).toEqual([4]);
    expect(copy.prepare('PRAGMA user_version').raw().get()).toEqual([1]);
    copy.close();
  });

  it('is migrated once by several that open it at the same time', async () => {
    alter(await dump);
    const stores = await Promise.all(Array.from({ length: 3 }, () => openRunStore({ dir: dir() })));
    for (const store of stores) {
      expect(await store.points('aaa')).toHaveLength(4);
      await store.close();
    }
  });

  it('of version 2, with the extremes of its long series', async () => {
    alter(await readFile(new URL('../../tests/store-version-2.sql', import.meta.url), 'utf8'));
    const store = await openRunStore({ dir: dir() });
    expect(await store.points('aaa', { name: 'train/loss' })).toHaveLength(5000);
    expect(await store.entries('aaa')).toHaveLength(1);
    expect(await store.cursors('aaa')).toMatchObject([
      { tracker: 'aim aim://127.0.0.1:53800', position: 1, pending: 5001 },
    ]);
    const late = metricPoint('train/loss', 100, -1);
    await store.appendPoints('aaa', [late]);
    expect(await store.curve('aaa', { name: 'train/loss', maxPoints: 10 })).toContainEqual(late);
    await store.close();
    const migrated = new Database(file());
    const rows = migrated.prepare('SELECT from_step, to_step, length(blocks) FROM summaries').raw().all();
    expect(rows).toEqual([
      [0, 2047, null],
      [2048, 4095, 2560],
    ]);
    migrated.close();
    expect(existsSync(join(dir(), 'cartwheel.db.version-2'))).toBe(true);
  });

  it('is left as it is by whoever opens it to read', async () => {
    alter(await dump);
    expect(await refusalOf(true)).toMatchObject({ code: 'tracking/older-store' });
  });
});

describe('a place that cannot be written', () => {
  it('a file where the folder is expected', async () => {
    const blocked = join(dir(), 'blocked');
    await writeFile(blocked, '');
    await expect(openRunStore({ dir: blocked })).rejects.toMatchObject({
      code: 'tracking/unwritable',
      message: expect.stringContaining(blocked),
      cause: { code: 'EEXIST' },
    });
  });

  it('a folder where none can be made', async () => {
    const unwritable = { code: 'tracking/unwritable', message: expect.stringContaining('/proc/cartwheel') };
    await expect(openRunStore({ dir: '/proc/cartwheel' })).rejects.toMatchObject(unwritable);
  });

  it('a folder in the place of the file', async () => {
    await mkdir(file());
    await expect(openRunStore({ dir: dir() })).rejects.toMatchObject({
      code: 'tracking/unwritable',
      message: expect.stringContaining(file()),
      cause: { message: expect.stringContaining('Unable to open') },
    });
  });
});

describe('readOnly', () => {
  it.each(['no folder', 'no file', 'an empty file'])('%s is no store, and nothing is made', async (what) => {
    const place = what === 'no folder' ? join(dir(), 'missing') : dir();
    if (what === 'an empty file') await writeFile(file(), '');
    const before = await readdir(dir());
    await expect(openRunStore({ dir: place, readOnly: true })).rejects.toMatchObject({
      code: 'tracking/no-store',
      message: expect.stringContaining(join(place, 'cartwheel.db')),
    });
    expect(await readdir(dir())).toEqual(before);
  });

  it('reads, and refuses every write', async () => {
    await makeStore();
    const store = await openRunStore({ dir: dir(), readOnly: true });
    expect(await store.runs()).toEqual([runRecord('aaa')]);
    const refusal = { code: 'tracking/read-only' };
    await expect(store.createRun(runRecord('bbb'))).rejects.toMatchObject(refusal);
    await expect(store.updateRun('aaa', {})).rejects.toMatchObject(refusal);
    await expect(store.appendPoints('aaa', [])).rejects.toMatchObject(refusal);
    await expect(
      store.recordCheckpoint('aaa', { step: 0, path: 'p', weightsHash: 'h', time: 1 }),
    ).rejects.toMatchObject(refusal);
    await store.flush();
    await store.close();
  });
});

describe('the file', () => {
  it('is made with its folders, at `file` as well', async () => {
    const chosen = join(dir(), 'deep', 'er', 'mine.sqlite');
    await (await openRunStore({ file: chosen })).close();
    expect(existsSync(chosen)).toBe(true);
  });

  it('is whole by itself after close, and readable by SQL', async () => {
    const store = await openRunStore({ dir: dir() });
    await store.createRun(runRecord('aaa'));
    await store.appendPoints(
      'aaa',
      [1.5, Number.NaN, -0, Number.NEGATIVE_INFINITY].map((value, step) => metricPoint('m', step, value)),
    );
    await store.close();
    await writeFile(join(dir(), 'copy.db'), await readFile(file()));
    const copy = new Database(join(dir(), 'copy.db'));
    const rows = copy.prepare('SELECT value, special FROM points ORDER BY step').raw().all();
    copy.close();
    expect(rows).toEqual([
      [1.5, null],
      [null, 'NaN'],
      [0, '-0'],
      [Number.NEGATIVE_INFINITY, null],
    ]);
  });

  it('keeps names and contexts once', async () => {
    const store = await openRunStore({ dir: dir() });
    for (const runId of ['aaa', 'bbb']) {
      await store.createRun(runRecord(runId));
      await store.appendPoints(runId, [metricPoint('m', 1, 1, { x: '1', y: '2' }), metricPoint('m', 1, 1, { z: '3' })]);
      await store.appendPoints(runId, [metricPoint('n', 1, 1, { y: '2', x: '1' })]);
    }
    await store.close();
    const database = new Database(file());
    const count = (table: string): unknown => database.prepare(`SELECT count(*) FROM ${table}`).raw().get();
    expect(['metrics', 'contexts', 'series'].map(count)).toEqual([[2], [2], [6]]);
    database.close();
  });
});
