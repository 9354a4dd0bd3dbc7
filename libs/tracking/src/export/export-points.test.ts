import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { openRunStore } from '../run-store/open-run-store.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { exportPoints, type ExportFormat } from './export-points.ts';

const dir = useTemporaryFolder();

const SPECIAL = [1.5, Number.NaN, Number.NEGATIVE_INFINITY, -0];
const BIG = 2n ** 53n + 1n;

async function storeWithPoints(): Promise<RunStore> {
  const store = await openRunStore({ dir: dir() });
  await store.createRun(runRecord('aaa'));
  await store.appendPoints('aaa', [
    ...SPECIAL.map((value, step) => metricPoint('train/loss', step, value)),
    { ...metricPoint('a, "b"', 0, 2, { subset: 'test', x: 'y,z' }), step: BIG },
  ]);
  return store;
}

async function exported(format: ExportFormat): Promise<string> {
  const file = join(dir(), `points.${format}`);
  const store = await storeWithPoints();
  expect(await exportPoints(store, { runId: 'aaa', format, file })).toBe(5);
  await store.close();
  expect((await readdir(dir())).filter((name) => name.endsWith('.part'))).toEqual([]);
  return file;
}

it('writes CSV', async () => {
  expect(await readFile(await exported('csv'), 'utf8')).toBe(
    [
      'name,context,step,time,value',
      '"a, ""b""","{""subset"":""test"",""x"":""y,z""}",9007199254740993,1700000000000,2',
      'train/loss,{},0,1700000000000,1.5',
      'train/loss,{},1,1700000000001,NaN',
      'train/loss,{},2,1700000000002,-Infinity',
      'train/loss,{},3,1700000000003,-0',
      '',
    ].join('\n'),
  );
});

it('writes JSON Lines', async () => {
  const lines = (await readFile(await exported('jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines[0]).toBe(
    '{"name":"a, \\"b\\"","context":{"subset":"test","x":"y,z"},"step":9007199254740993,"time":1700000000000,"value":2}',
  );
  expect(lines.slice(1).map((line) => JSON.parse(line).value)).toEqual([
    1.5,
    { $float: 'NaN' },
    { $float: '-Infinity' },
    { $float: '-0' },
  ]);
});

it('writes Parquet', async () => {
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(await exported('parquet')) });
  expect(rows).toEqual([
    { name: 'a, "b"', context: '{"subset":"test","x":"y,z"}', step: BIG, time: 1_700_000_000_000, value: 2 },
    ...SPECIAL.map((value, step) => ({
      name: 'train/loss',
      context: '{}',
      step: BigInt(step),
      time: 1_700_000_000_000 + step,
      value,
    })),
  ]);
});

it('leaves nothing half written behind', async () => {
  const store = await storeWithPoints();
  await store.close();
  const file = join(dir(), 'points.csv');
  await expect(exportPoints(store, { runId: 'aaa', format: 'csv', file })).rejects.toMatchObject({
    code: 'tracking/closed',
  });
  expect((await readdir(dir())).filter((name) => name.startsWith('points'))).toEqual([]);
});
