import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

  /** As a session has it, before a store that takes points as `appendPoints` says. */
  function open(
    appendPoints: RunStore['appendPoints'],
    timeoutMs: number,
  ): { ledger: PointLedger; dispatcher: ProgressDispatcher } {
    const ledger = createPointLedger({
      store: { ...store, appendPoints },
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

  it('is settled when the store has what was handed over', async () => {
    const written: number[] = [];
    const { ledger, dispatcher } = open(async (_, batch) => void written.push(batch.length), 1000);
    void dispatcher.dispatch(points);
    await ledger.settled();
    expect(written).toEqual([1]);
  });

  it('does not wait for points that the store refused', async () => {
    const { ledger, dispatcher } = open(() => Promise.reject(new Error('the disk is full')), 1000);
    void dispatcher.dispatch(points);
    await expect(ledger.settled()).rejects.toThrow('the disk is full');
    await expect(ledger.settled()).rejects.toThrow('the disk is full');
  });

  it('does not wait for points that the store never took', async () => {
    const { ledger, dispatcher } = open(() => new Promise(() => undefined), 20);
    void dispatcher.dispatch(points);
    await expect(ledger.settled()).rejects.toMatchObject({ code: 'async-guard/timeout' });
  });
});
