import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { MetricPoint } from '@cartwheel/experiment-state';
import * as fc from 'fast-check';
import Database from 'libsql';
import { useTemporaryFolder } from '../../tests/temporary-folder.ts';
import { metricPoint, runRecord } from '../testing/records.ts';
import { openRunStore } from './open-run-store.ts';
import type { RunStore } from './run-store.ts';

const dir = useTemporaryFolder();

/** What `curve` promises, in the plainest way. */
function thinned(points: readonly MetricPoint[], maxPoints: number): MetricPoint[] {
  if (points.length <= maxPoints) return [...points];
  const spans = Math.max(1, Math.floor((maxPoints - 2) / 2));
  const start = points[0].step;
  const width = (points[points.length - 1].step + 1 - start) / spans;
  const kept = new Set([points[0], points[points.length - 1]]);
  let next = 0;
  for (let span = 0; span < spans; span++) {
    const begin = next;
    while (next < points.length && points[next].step < start + Math.ceil((span + 1) * width)) next++;
    const inside = points.slice(begin, next);
    const numbers = inside.map(({ value }) => value).filter((value) => !Number.isNaN(value));
    const extremes = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [Number.NaN];
    // -0 equals 0 in SQL.
    const found = extremes.map((extreme) => inside.find(({ value }) => value === extreme || Number.isNaN(extreme)));
    for (const point of found) if (point) kept.add(point);
  }
  return [...kept].toSorted((a, b) => a.step - b.step);
}

const VALUES = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1, 1, -1];

const valueOf: Record<string, (step: number) => number> = {
  wave: (step) => Math.sin(step),
  constant: () => 3,
  rising: (step) => step,
  special: (step) => VALUES[Math.imul(step, 0x9e3779b1) >>> 29],
  nothing: () => Number.NaN,
};

/** Points of one call: most go on where the series ends, some come late, and replace others or fill gaps. */
const append = fc.record({
  writer: fc.constantFrom(0, 0, 0, 1),
  /** Where it begins, as a share of the steps that are there. */
  at: fc.oneof(
    { weight: 3, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  ),
  gap: fc.constantFrom(0, 0, 1, 5000),
  count: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1000, max: 5000 })),
  stride: fc.constantFrom(1, 1, 3),
  values: fc.constantFrom(...Object.keys(valueOf)),
  isReversed: fc.constantFrom(false, false, false, true),
});

const query = fc.record({
  from: fc.double({ min: 0, max: 0.6, noNaN: true }),
  to: fc.double({ min: 0.6, max: 1, noNaN: true }),
  maxPoints: fc.constantFrom(4, 50, 200, 1000),
});

type Append = typeof append extends fc.Arbitrary<infer Value> ? Value : never;

async function appendTo(store: RunStore, runId: string, next: number, written: Append): Promise<number> {
  const { at, gap, count, stride, values, isReversed } = written;
  const begin = Math.floor(at * next) + gap;
  const points = Array.from({ length: count }, (_, index) => {
    const step = begin + index * stride;
    return metricPoint('m', step, valueOf[values](step), { subset: 'train' });
  });
  const appended = store.appendPoints(runId, isReversed ? points.toReversed() : points);
  await store.flush();
  await appended;
  return Math.max(next, begin + count * stride);
}

async function expectSameCurves(
  store: RunStore,
  runId: string,
  asked: typeof query extends fc.Arbitrary<infer Value> ? Value : never,
): Promise<void> {
  const points = await store.points(runId);
  const last = points[points.length - 1].step;
  const { maxPoints } = asked;
  const [fromStep, toStep] = [Math.floor(asked.from * last), Math.ceil(asked.to * last)];
  expect(await store.curve(runId, { maxPoints })).toEqual(thinned(points, maxPoints));
  const within = points.filter(({ step }) => step >= fromStep && step <= toStep);
  expect(await store.curve(runId, { maxPoints, fromStep, toStep })).toEqual(thinned(within, maxPoints));
}

/** The pages that are there, and those of them that are void. */
function pagesOf(file: string): unknown {
  const database = new Database(file);
  try {
    return database.prepare('SELECT count(*), count(*) - count(blocks) FROM summaries').raw().get();
  } finally {
    database.close();
  }
}

describe('the curve of a long series', () => {
  it('is what reading all of its points would give, whoever wrote them in whatever order', async () => {
    const stores = [await openRunStore({ dir: dir() }), await openRunStore({ dir: dir() })];
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(append, { minLength: 3, maxLength: 8 }), query, async (appends, asked) => {
        const runId = `run${runs++}`;
        await stores[0].createRun(runRecord(runId));
        let next = 0;
        for (const each of appends) {
          next = await appendTo(stores[each.writer], runId, next, each);
        }
        await expectSameCurves(stores[1], runId, asked);
      }),
      { numRuns: 25 },
    );
    for (const store of stores) await store.close();
    const [pages, isVoid] = pagesOf(join(dir(), 'cartwheel.db')) as [number, number];
    expect(pages).toBeGreaterThan(25);
    expect(isVoid).toBeGreaterThan(5);
  });

  it('reads what a crash cut off, and what was written after a new start', async () => {
    const file = join(dir(), 'cartwheel.db');
    const first = await openRunStore({ dir: dir() });
    await first.createRun(runRecord('aaa'));
    const points = Array.from({ length: 9000 }, (_, step) => metricPoint('m', step, Math.sin(step * step)));
    await Promise.all([first.appendPoints('aaa', points.slice(0, 5000)), first.flush()]);
    // As a SIGKILL leaves them: the file and its WAL, not folded into one.
    for (const end of ['', '-wal']) await copyFile(`${file}${end}`, join(dir(), `killed.db${end}`));
    await first.close();
    const killed = await openRunStore({ file: join(dir(), 'killed.db') });
    const starts = Array.from({ length: 400 }, (_, index) => 5000 + 10 * index);
    const appended = starts.map((start) => killed.appendPoints('aaa', points.slice(start, start + 10)));
    await killed.flush();
    await Promise.all(appended);
    expect(await killed.curve('aaa', { maxPoints: 100 })).toEqual(thinned(points, 100));
    await killed.close();
    expect(pagesOf(join(dir(), 'killed.db'))).toEqual([4, 0]);
  });

  it('goes with its run', async () => {
    const store = await openRunStore({ dir: dir() });
    await store.createRun(runRecord('aaa'));
    await store.appendPoints(
      'aaa',
      Array.from({ length: 3000 }, (_, step) => metricPoint('m', step, step)),
    );
    await store.deleteRun('aaa');
    await store.close();
    expect(pagesOf(join(dir(), 'cartwheel.db'))).toEqual([0, 0]);
  });
});
