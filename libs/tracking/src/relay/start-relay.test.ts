import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createErrorSink, createScope, type Scope } from '@cartwheel/async-guard';
import { NotedTracker } from '../../tests/fixtures/noted-tracker.ts';
import { RememberedRun } from '../../tests/fixtures/remembered-run.ts';
import { everyEntry } from '../testing/records.ts';
import { startRelay, type Delivery, type Relay, type RelayOptions } from './start-relay.ts';

let record: RememberedRun;
let tracker: NotedTracker;
let scope: Scope;
let reports: Error[];

beforeEach(() => {
  jest.useFakeTimers();
  // Of no process the clock is at 0.
  jest.advanceTimersByTime(1);
  // Node's own timer of it is none that a test can drive.
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const timeout = new AbortController();
    setTimeout(() => timeout.abort(new Error(`more than ${ms} ms`)), ms);
    return timeout.signal;
  });
  record = new RememberedRun();
  tracker = new NotedTracker();
  reports = [];
  scope = createScope({ name: 'test', sink: createErrorSink(({ error }) => void reports.push(error)) });
});
afterEach(async () => {
  const closed = scope.close();
  await jest.runOnlyPendingTimersAsync();
  await closed;
  jest.useRealTimers();
  jest.restoreAllMocks();
  if (reports.length > 0) throw new AggregateError(reports, 'Failures that the test did not expect.');
});

function start(options: Partial<RelayOptions> = {}): Relay {
  return startRelay({ store: record.store, runId: 'aaa', tracker, scope, ...options });
}

/** Rejects until the returned function is called; notes when it did. */
function failAt(failing: string, message = 'away'): { at: number[]; mend: () => void } {
  const at: number[] = [];
  const since = Date.now();
  tracker.before = async (call) => {
    if (call !== failing) return;
    at.push(Date.now() - since);
    throw new Error(message);
  };
  return { at, mend: () => void (tracker.before = () => Promise.resolve()) };
}

/** Waits until it is told to stop, as a target does that does not answer. */
function hang(): void {
  tracker.before = (call, signal) => {
    if (call !== 'write') return Promise.resolve();
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  };
}

const cursor = () => record.cursors.get(tracker.id);

describe('a relay in the background', () => {
  it('delivers at once what is there, and looks for more each second', async () => {
    record.addPoint();
    const relay = start();
    expect(relay.tracker).toBe('noted target');
    await jest.advanceTimersByTimeAsync(0);
    expect(tracker.steps).toEqual([0]);
    record.addPoint();
    await jest.advanceTimersByTimeAsync(999);
    expect(tracker.steps).toEqual([0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(tracker.steps).toEqual([0, 1]);
    expect(cursor()).toMatchObject({ position: 2, error: null });
  });

  it('looks for more as often as it is told', async () => {
    start({ pollMs: 30 });
    await jest.advanceTimersByTimeAsync(95);
    expect(record.askedAt).toEqual([0, 30, 60, 90]);
  });

  it.each([
    [{}, [2000, 5]],
    [{ batchPoints: 900 }, [900, 900, 205]],
  ])('delivers a long run part by part: %j', async (options, parts) => {
    for (let step = 0; step < 2005; step++) record.addPoint();
    start(options);
    await jest.advanceTimersByTimeAsync(0);
    expect(tracker.writes.map(({ points }) => points.length)).toEqual(parts);
  });

  it('tells of each part, with when it began and ended, and why one failed', async () => {
    const told: Delivery[] = [];
    record.addPoint();
    record.addEntry(everyEntry()[0]);
    tracker.before = async (call) => {
      if (call === 'write') await new Promise((resolve) => setTimeout(resolve, 70));
    };
    start({ onDelivery: (delivery) => void told.push(delivery) });
    const startedAt = Date.now();
    await jest.advanceTimersByTimeAsync(100);
    expect(told).toEqual([{ startedAt, endedAt: startedAt + 70, points: 1, entries: 1 }]);
    const error = new Error('away');
    tracker.before = async (call) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (call === 'write') throw error;
    };
    record.addPoint();
    await jest.advanceTimersByTimeAsync(1000);
    expect(told.slice(1)).toEqual([
      { startedAt: startedAt + 1070, endedAt: startedAt + 1090, points: 0, entries: 0, error },
    ]);
  });
});

describe('a target that cannot be reached', () => {
  it('is tried again after half a second, then after twice as long each time, and at last each half minute', async () => {
    const { at } = failAt('open');
    start();
    await jest.advanceTimersByTimeAsync(100_000);
    expect(at).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500, 61_500, 91_500]);
  });

  it('is told of once until it can be reached again', async () => {
    record.addPoint();
    const onTrouble = jest.fn();
    const first = failAt('write', 'away');
    start({ onTrouble });
    await jest.advanceTimersByTimeAsync(3600);
    expect(first.at).toEqual([0, 500, 1500, 3500]);
    expect(onTrouble.mock.calls).toEqual([[new Error('away')]]);
    expect(cursor()).toMatchObject({ position: 0, error: 'away' });
    // It is opened anew each time: nobody knows what an error left of it.
    expect([tracker.opened.length, tracker.disposals]).toEqual([4, 4]);
    first.mend();
    await jest.advanceTimersByTimeAsync(4000);
    expect(tracker.steps).toEqual([0]);
    expect(cursor()).toMatchObject({ position: 1, error: null });

    record.addPoint();
    const second = failAt('write', 'away again');
    await jest.advanceTimersByTimeAsync(2000);
    expect(onTrouble.mock.calls).toEqual([[new Error('away')], [new Error('away again')]]);
    expect(second.at[1]).toBe((second.at[0] ?? 0) + 500);
  });

  it('needs nobody who listens', async () => {
    record.addPoint();
    const { mend } = failAt('write');
    start();
    await jest.advanceTimersByTimeAsync(0);
    mend();
    await jest.advanceTimersByTimeAsync(500);
    expect(tracker.steps).toEqual([0]);
  });

  it.each([
    [{}, 120_000],
    [{ partTimeoutMs: 300 }, 300],
  ])('is given up for now when a part takes too long: %j', async (options, ms) => {
    record.addPoint();
    hang();
    const onTrouble = jest.fn();
    start({ ...options, onTrouble });
    await jest.advanceTimersByTimeAsync(ms - 1);
    expect(onTrouble).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(onTrouble).toHaveBeenCalledWith(new Error(`more than ${ms} ms`));
  });
});

describe('the end of a relay', () => {
  it('delivers what is left, tells the target how the run ended, and lets go of it', async () => {
    const relay = start();
    await jest.advanceTimersByTimeAsync(100);
    record.addPoint();
    record.run = { ...record.run!, status: 'finished', updatedAt: 1_700_000_000_123 };
    const finished = relay.finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(await finished).toBe(true);
    expect(tracker.steps).toEqual([0]);
    expect(tracker.ends).toEqual([{ status: 'finished', time: 1_700_000_000_123 }]);
    expect(tracker.disposals).toBe(1);
    expect(cursor()).toMatchObject({ position: 1, owner: null, error: null });
    expect(scope.dump().tasks).toEqual([]);
  });

  it.each(['running', null])('tells of no end where the run has none: %p', async (status) => {
    const relay = start();
    await jest.advanceTimersByTimeAsync(0);
    record.run = status === null ? null : record.run;
    const finished = relay.finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(await finished).toBe(status !== null);
    expect(tracker.ends).toEqual([]);
  });

  it('leaves what a target does not take for later, and why', async () => {
    record.addPoint();
    const { at } = failAt('write');
    const relay = start();
    const finished = relay.finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(await finished).toBe(false);
    // Nothing is waited for: whoever is told to finish tries once.
    expect(at.length).toBeLessThanOrEqual(2);
    expect(cursor()).toMatchObject({ position: 0, owner: null, error: 'away' });
  });

  it('is not complete where the target does not take the end', async () => {
    record.run = { ...record.run!, status: 'failed' };
    failAt('end', 'no end');
    const relay = start();
    const finished = relay.finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(await finished).toBe(false);
    expect(cursor()).toMatchObject({ owner: null, error: 'no end' });
  });

  it('notes all that went wrong where a target in trouble fails to let go, too', async () => {
    record.addPoint();
    tracker.before = async (call) => {
      if (call === 'write') throw new Error('away');
      if (call === 'dispose') throw new Error('no way to let go');
    };
    const relay = start();
    const finished = relay.finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(await finished).toBe(false);
    expect(cursor()?.error).toBe('away; then: no way to let go');
  });

  it('gives a run back for others although its target does not let go of it, which is told', async () => {
    const relay = start();
    await jest.advanceTimersByTimeAsync(0);
    failAt('dispose', 'no way to let go');
    const finished = relay.finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(await finished).toBe(true);
    expect(cursor()).toMatchObject({ owner: null });
    expect(reports.splice(0)).toEqual([new Error('no way to let go')]);
  });

  it.each([
    [undefined, 30_000],
    [{ budgetMs: 40 }, 40],
  ])('comes at the latest after its budget: %j', async (options, ms) => {
    record.addPoint();
    hang();
    const relay = start();
    let isComplete: boolean | undefined;
    void relay.finish(options).then((complete) => (isComplete = complete));
    await jest.advanceTimersByTimeAsync(ms - 1);
    expect(isComplete).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(isComplete).toBe(false);
    expect(cursor()).toMatchObject({ owner: null });
  });

  it('comes with its scope: what the target had is noted, the rest stays', async () => {
    const relay = start();
    record.addPoint();
    await jest.advanceTimersByTimeAsync(1000);
    record.addPoint();
    await scope.close();
    expect(tracker.disposals).toBe(1);
    expect(cursor()).toMatchObject({ position: 1, owner: null, error: null });
    expect(await relay.finish()).toBe(false);
  });
});

it('a target is told what a run came to, and nothing of its rate while it is under way', async () => {
  const summaries = (): unknown[] =>
    [...tracker.opened.map(({ run }) => run), ...tracker.updates].map(({ summary }) => summary);
  record.run = { ...record.run!, summary: { stepsPerSecond: 1 } };
  const relay = start();
  for (const stepsPerSecond of [2, 3]) {
    record.run = { ...record.run, summary: { stepsPerSecond } };
    await jest.advanceTimersByTimeAsync(1000);
  }
  record.run = { ...record.run, status: 'finished', summary: { evalMean: 1.5 } };
  const finished = relay.finish();
  await jest.advanceTimersByTimeAsync(0);
  expect(await finished).toBe(true);
  expect(summaries()).toEqual([{}, { evalMean: 1.5 }]);
});
