import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createErrorSink, createScope } from '@cartwheel/async-guard';
import { createProgressDispatcher, type ProgressDispatcher } from '@cartwheel/callbacks';
import type { MetricPoint } from '@cartwheel/experiment-state';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { createPointLedger, type PointLedger } from './point-ledger.ts';

const runId = 'a'.repeat(24);
const points: MetricPoint[] = [{ name: 'm', context: {}, step: 1, time: 1, value: 1 }];

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
