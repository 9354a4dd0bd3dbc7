import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createErrorSink, createScope, type Scope } from '@cartwheel/async-guard';
import { createRunId } from '@cartwheel/experiment-state';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tracker } from '../relay/tracker.ts';
import { startRelay } from '../relay/start-relay.ts';
import { syncRun } from '../relay/sync-run.ts';
import { openRunStore } from '../run-store/open-run-store.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { everyEntry, metricPoint, runRecord } from './records.ts';

/** A value as a target has it. */
export interface DeliveredPoint {
  name: string;
  context: Readonly<Record<string, string>>;
  step: number;
  value: number;
}

/** A run as it was read back from a target. */
export interface DeliveredRun {
  /** All of them, a doubled one twice, in any order. */
  points: DeliveredPoint[];
  /** Texts by name. */
  texts: { name: string; step: number; text: string }[];
  /** Whether the target takes it for a run that goes on; undefined where it has no such notion. */
  active?: boolean;
}

/** A target for a tracker. */
export interface TrackerTarget {
  /** A tracker as after a start of the process; `id` is the same each time. */
  tracker(): Tracker;
  /** Reads a run back by other means than the tracker's. */
  read(runId: string): Promise<DeliveredRun>;
  /** The value as the target can hold it. Default: as it is. */
  held?(value: number): number;
}

/** How the suite tries a tracker. */
export interface DescribeTrackerOptions {
  /** Of each test, in milliseconds. Default 60 000. */
  timeoutMs?: number;
}

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 0.1];

/**
 * The conformance suite that every Tracker passes: call it inside a Jest test file. `target()` is asked in each test; runs
 * have ids that no other test has.
 */
export function describeTracker(
  name: string,
  target: () => TrackerTarget | Promise<TrackerTarget>,
  { timeoutMs = 60_000 }: DescribeTrackerOptions = {},
): void {
  describe(`tracker ${name}`, () => {
    let dir = '';
    let store: RunStore;
    let scope: Scope;
    let runId = '';
    const reports: string[] = [];

    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'cartwheel-tracker-'));
      store = await openRunStore({ dir });
      reports.length = 0;
      scope = createScope({ name: 'test', sink: createErrorSink(({ error }) => void reports.push(error.message)) });
      runId = createRunId();
      await store.createRun(runRecord(runId, { tags: ['a tag'], createdAt: Date.now(), updatedAt: Date.now() }));
    });
    afterEach(async () => {
      await scope.close();
      await store.close();
      await rm(dir, { recursive: true, force: true });
      expect(reports).toEqual([]);
    });

    const finish = (): Promise<void> => store.updateRun(runId, { status: 'finished', summary: { evalMean: 1.5 } });

    async function expectPoints(opened: TrackerTarget): Promise<void> {
      const held = (value: number): number => opened.held?.(value) ?? value;
      const expected = (await store.points(runId)).map(({ name, context, step, value }) => [
        name,
        context,
        step,
        held(value),
      ]);
      const { points } = await opened.read(runId);
      expect(sorted(points.map(({ name, context, step, value }) => [name, context, step, value]))).toEqual(
        sorted(expected),
      );
    }

    it(
      'delivers all while the run goes on, special values and contexts included, and then its end',
      async () => {
        const opened = await target();
        const relay = startRelay({ store, runId, tracker: opened.tracker(), scope, pollMs: 20, batchPoints: 7 });
        for (let step = 0; step < 20; step++) {
          await store.appendPoints(runId, [
            metricPoint('train/loss', step, SPECIAL[step % SPECIAL.length]),
            metricPoint('eval/mean_reward', step, step, { subset: 'test', 'a b': 'c' }),
          ]);
        }
        for (const entry of everyEntry()) await store.appendEntry(runId, entry);
        await finish();
        expect(await relay.finish({ budgetMs: timeoutMs })).toBe(true);

        await expectPoints(opened);
        const { texts, active } = await opened.read(runId);
        expect(texts).toContainEqual(expect.objectContaining({ name: 'note', step: 1, text: 'Ünïcode\nand a line' }));
        expect(active ?? false).toBe(false);
        expect(await store.cursors(runId)).toMatchObject([
          { tracker: relay.tracker, pending: 0, error: null, owner: null },
        ]);
      },
      timeoutMs,
    );

    it(
      'goes on where it was, and doubles nothing that was written but not noted',
      async () => {
        const opened = await target();
        const first = opened.tracker();
        const crashing: Tracker = {
          id: first.id,
          openRun: async (...args) => failingAfter(2, await first.openRun(...args)),
        };
        for (let step = 0; step < 10; step++) await store.appendPoints(runId, [metricPoint('m', step, step)]);
        await store.appendEntry(runId, everyEntry()[0]);
        const crashed = await syncRun({ store, runId, tracker: crashing, batchPoints: 3 });
        expect(crashed.error?.message).toBe('the process died');
        expect(crashed.pending).toBeGreaterThan(0);

        for (let step = 10; step < 20; step++) await store.appendPoints(runId, [metricPoint('m', step, step)]);
        const active = (await opened.read(runId)).active;
        expect(active ?? true).toBe(true);
        await finish();
        const report = await syncRun({ store, runId, tracker: opened.tracker(), batchPoints: 3 });
        expect(report).toMatchObject({ error: null, pending: 0 });
        await expectPoints(opened);
        expect((await opened.read(runId)).texts).toHaveLength(1);
        expect(await syncRun({ store, runId, tracker: opened.tracker() })).toMatchObject({ delivered: 0, error: null });
      },
      timeoutMs,
    );

    it(
      'can be gone on with after its end',
      async () => {
        const opened = await target();
        await store.appendPoints(runId, [metricPoint('m', 1, 1)]);
        await finish();
        await syncRun({ store, runId, tracker: opened.tracker() });
        await store.updateRun(runId, { status: 'running', hyperparameters: { learning_rate: 1, fresh: 'x' } });
        await store.appendPoints(runId, [metricPoint('m', 2, 2)]);
        expect(await syncRun({ store, runId, tracker: opened.tracker() })).toMatchObject({ error: null, pending: 0 });
        expect((await opened.read(runId)).active ?? true).toBe(true);
        await finish();
        await syncRun({ store, runId, tracker: opened.tracker() });
        await expectPoints(opened);
        expect((await opened.read(runId)).active ?? false).toBe(false);
      },
      timeoutMs,
    );

    it(
      'ends a run whose process went without a word',
      async () => {
        const opened = await target();
        await store.appendPoints(runId, [metricPoint('m', 1, 1)]);
        const later = Date.now() + 3_600_000;
        const report = await syncRun({ store, runId, tracker: opened.tracker(), now: () => later });
        expect(report).toMatchObject({ error: null, pending: 0 });
        expect((await opened.read(runId)).active ?? false).toBe(false);
      },
      timeoutMs,
    );
  });
}

/** Dies once it has written so many parts, before anyone could note the last. */
function failingAfter(parts: number, tracked: Awaited<ReturnType<Tracker['openRun']>>): typeof tracked {
  let written = 0;
  return {
    get state() {
      return tracked.state;
    },
    startOver: tracked.startOver,
    update: (run, signal) => tracked.update(run, signal),
    end: (end, signal) => tracked.end(end, signal),
    async write(changes, signal) {
      await tracked.write(changes, signal);
      if (++written === parts) throw new Error('the process died');
    },
    [Symbol.asyncDispose]: () => tracked[Symbol.asyncDispose](),
  };
}

function sorted(rows: unknown[][]): unknown[][] {
  return rows.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey(row: readonly unknown[]): string {
  return row.map((cell) => JSON.stringify(cell).padStart(12)).join('|');
}
