import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { MetricPoint } from '@cartwheel/experiment-state';
import type { MetricSink } from '../progress-dispatcher/metric-sink.ts';
import { createCsvSink } from './csv-sink.ts';
import { createJsonLinesSink } from './json-lines-sink.ts';

const dir = mkdtempSync(join(tmpdir(), 'cartwheel-metric-files-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const points: MetricPoint[] = [
  { name: 'a,"b"', context: { phase: 'x\ny' }, step: 1, time: 2, value: 0.1 },
  ...[Number.NaN, Number.NEGATIVE_INFINITY, -0].map((value) => ({ name: 'n', context: {}, step: 3, time: 4, value })),
];

/** Two openings of the same file. */
async function writeTwice(make: () => MetricSink): Promise<void> {
  const options = { signal: new AbortController().signal };
  for (const batch of [points.slice(0, 1), points.slice(1)]) {
    const sink = make();
    await sink.write({ runId: 'r', points: batch }, options);
    await sink.flush?.(options);
    await sink.close?.(options);
  }
}

describe.each([
  ['CSV', createCsvSink],
  ['JSON Lines', createJsonLinesSink],
])('a sink of %s', (format, create) => {
  const options = { signal: new AbortController().signal };

  it('must not lose points, and names its file in messages', () => {
    const file = join(dir, 'named');
    expect(create(file)).toMatchObject({ name: `${format} file ${file}`, kind: 'record' });
  });

  it('has points on the disk after a flush, and no file open after it is closed', async () => {
    const probe = await open(join(dir, 'probe'), 'a');
    await probe.close();
    const handles: Pick<FileHandle, 'sync'> = Object.getPrototypeOf(probe);
    const synced = jest.spyOn(handles, 'sync');
    const sink = create(join(dir, format));
    await sink.write({ runId: 'r', points }, options);
    await sink.flush?.(options);
    expect(synced).toHaveBeenCalledTimes(1);
    await sink.close?.(options);
    // What Node.js gives a handle that is closed.
    expect(synced.mock.contexts).toEqual([expect.objectContaining({ fd: -1 })]);
    jest.restoreAllMocks();
  });

  it('has nothing to flush or close before its first points', async () => {
    const sink = create(join(dir, 'never'));
    await expect(sink.flush?.(options)).resolves.toBeUndefined();
    await expect(sink.close?.(options)).resolves.toBeUndefined();
  });
});

describe('createCsvSink', () => {
  it('appends quoted rows under one header', async () => {
    const file = join(dir, 'new folder', 'points.csv');
    await writeTwice(() => createCsvSink(file));

    expect(readFileSync(file, 'utf8')).toBe(
      'name,context,step,time,value\n' +
        '"a,""b""","{""phase"":""x\\ny""}",1,2,0.1\n' +
        'n,{},3,4,NaN\nn,{},3,4,-Infinity\nn,{},3,4,-0\n',
    );
  });
});

describe('createJsonLinesSink', () => {
  it('appends an object a line, with special values as strings', async () => {
    const file = join(dir, 'points.jsonl');
    await writeTwice(() => createJsonLinesSink(file));

    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      points[0],
      { ...points[1], value: 'NaN' },
      { ...points[1], value: '-Infinity' },
      { ...points[1], value: '-0' },
    ]);
  });

  it('fails where it cannot write, and leaves nothing to close', async () => {
    const sink = createJsonLinesSink(join(dir, 'points.jsonl', 'not-a-folder.jsonl'));
    await expect(sink.write({ runId: 'r', points }, { signal: new AbortController().signal })).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTDIR|EEXIST/),
    });
  });
});
