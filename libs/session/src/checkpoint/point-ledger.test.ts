import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createErrorSink, createScope } from '@cartwheel/async-guard';
import { createProgressDispatcher, type ProgressDispatcher } from '@cartwheel/callbacks';
import type { MetricPoint } from '@cartwheel/experiment-state';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { createPointLedger, pointKey, type LastPoints, type PointLedger } from './point-ledger.ts';

const runId = 'a'.repeat(24);
const points: MetricPoint[] = [pointOf(1, 1)];

function pointOf(step: number, value: number): MetricPoint {
  return { name: 'm', context: {}, step, time: 1, value };
}

describe('the ledger of points', () => {
  let dir = '';
  let store: RunStore;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'cartwheel-ledger-'));
    store = await openRunStore({ dir });
  });

  afterEach(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** As a session has it, before a store that does as `doing` says. */
  function open(doing: Partial<RunStore>, timeoutMs: number): { ledger: PointLedger; dispatcher: ProgressDispatcher } {
    const ledger = createPointLedger({
      store: { ...store, ...doing },
      recorded: new Map(),
      last: undefined,
      onDifference: () => undefined,
    });
    const scope = createScope({ name: 'test', sink: createErrorSink(() => undefined) });
    const sinks = [{ ...ledger.sink, timeoutMs }];
    return { ledger, dispatcher: ledger.guard(createProgressDispatcher({ runId, sinks, scope })) };
  }

  describe('of a run that was resumed', () => {
    const evaluations = [pointOf(5, 100), pointOf(5, 200)] as const;

    /** What is handed over of points that come one after the other, and what is told to differ. */
    async function resume(
      recorded: MetricPoint | undefined,
      coming: readonly MetricPoint[],
      last?: LastPoints,
    ): Promise<{ handedOver: number[]; different: number[] }> {
      const [handedOver, different]: number[][] = [[], []];
      const ledger = createPointLedger({
        store,
        recorded: new Map(recorded && [[pointKey(recorded), recorded.value]]),
        last,
        onDifference: ({ value }) => void different.push(value),
      });
      const dispatcher = ledger.guard({
        waitedMs: 0,
        queuedPoints: 0,
        dispatch: (batch) => void handedOver.push(...batch.map(({ value }) => value)),
        flush: () => Promise.resolve(),
        close: () => Promise.resolve(),
      });
      for (const point of coming) void dispatcher.dispatch([point]);
      await dispatcher.close();
      return { handedOver, different };
    }

    it('hands over what is not recorded yet, and of the rest what differs is told', async () => {
      expect(await resume(pointOf(5, 100), [pointOf(5, 100), pointOf(6, 1)])).toEqual({
        handedOver: [1],
        different: [],
      });
      expect(await resume(pointOf(5, 100), [pointOf(5, 101)])).toEqual({ handedOver: [], different: [101] });
      expect(await resume(pointOf(5, 100), [pointOf(5, 101), pointOf(6, 1)])).toEqual({
        handedOver: [1],
        different: [101],
      });
    });

    it('hands over the second of two points in one place when the record has the first', async () => {
      const [first, second] = evaluations;
      expect(await resume(first, [first, second])).toEqual({ handedOver: [200], different: [] });
      const last = { step: 5, keys: [pointKey(first)] };
      expect(await resume(first, [second], last)).toEqual({ handedOver: [200], different: [] });
    });

    it('hands over neither when the record has the second', async () => {
      const [first, second] = evaluations;
      expect(await resume(second, [first, second])).toEqual({ handedOver: [], different: [] });
    });
  });

  it('records behind all points that were handed over', async () => {
    const calls: string[] = [];
    const { ledger, dispatcher } = open(
      { appendPoints: async (_, batch) => void calls.push(`${batch.length} points`) },
      1000,
    );
    void dispatcher.dispatch(points);
    await ledger.behindPoints(async () => void calls.push('record'));
    expect(calls).toEqual(['1 points', 'record']);
  });

  it('flushes once where points wait behind others, and not for those that the store has got', async () => {
    const calls: string[] = [];
    let take = (): void => undefined;
    const { ledger, dispatcher } = open(
      {
        appendPoints(_, batch) {
          calls.push(`${batch.length} points`);
          return new Promise((resolve) => {
            take = resolve;
          });
        },
        async flush() {
          calls.push('flush');
          take();
          await new Promise(setImmediate);
        },
      },
      1000,
    );
    const record = async (): Promise<void> => void calls.push('record');
    void dispatcher.dispatch(points);
    await new Promise(setImmediate);
    await ledger.behindPoints(record);
    expect(calls).toEqual(['1 points', 'record']);
    void dispatcher.dispatch([pointOf(2, 1), pointOf(3, 1)]);
    await ledger.behindPoints(record);
    expect(calls).toEqual(['1 points', 'record', 'flush', '2 points', 'record']);
  });

  it('records nothing behind points that the store refused', async () => {
    const { ledger, dispatcher } = open({ appendPoints: () => Promise.reject(new Error('the disk is full')) }, 1000);
    const record = jest.fn(() => Promise.resolve());
    void dispatcher.dispatch(points);
    await expect(ledger.behindPoints(record)).rejects.toThrow('the disk is full');
    await expect(ledger.behindPoints(record)).rejects.toThrow('the disk is full');
    expect(record).not.toHaveBeenCalled();
  });

  it('does not wait for a record behind points that the store never took', async () => {
    const { ledger, dispatcher } = open({ appendPoints: () => new Promise(() => undefined) }, 20);
    void dispatcher.dispatch(points);
    const recorded = ledger.behindPoints(() => new Promise(() => undefined));
    await expect(recorded).rejects.toMatchObject({ code: 'async-guard/timeout' });
  });
});
