import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NotedTracker } from '../../tests/fixtures/noted-tracker.ts';
import { RememberedRun } from '../../tests/fixtures/remembered-run.ts';
import { everyEntry } from '../testing/records.ts';
import { syncRun, type SyncReport, type SyncRunOptions } from './sync-run.ts';

let record: RememberedRun;
let tracker: NotedTracker;

beforeEach(() => {
  record = new RememberedRun();
  record.run = { ...record.run!, updatedAt: 1000 };
  tracker = new NotedTracker();
});
afterEach(() => void jest.restoreAllMocks());

function sync(options: Partial<SyncRunOptions> = {}): Promise<SyncReport> {
  return syncRun({ store: record.store, runId: 'aaa', tracker, now: () => 1000, ...options });
}

const cursor = () => record.cursors.get(tracker.id);

/** What a target in trouble does: rejects these calls. */
function failAt(...failing: string[]): void {
  tracker.before = async (call) => {
    if (failing.includes(call)) throw new Error(`no ${call}`);
  };
}

describe('syncRun', () => {
  it('delivers what a tracker lacks, says how much, and lets go of it', async () => {
    record.addPoint();
    record.addEntry(everyEntry()[0]);
    expect(await sync()).toEqual({ runId: 'aaa', tracker: 'noted target', delivered: 2, pending: 0, error: null });
    expect(tracker.disposals).toBe(1);
    expect(cursor()).toMatchObject({ owner: null, error: null });
    record.addPoint();
    expect(await sync()).toMatchObject({ delivered: 1, pending: 0 });
    expect(tracker.steps).toEqual([0, 2]);
  });

  it.each([
    [{}, [2000, 1]],
    [{ batchPoints: 1500 }, [1500, 501]],
  ])('takes points part by part: %j', async (options, parts) => {
    for (let step = 0; step < 2001; step++) record.addPoint();
    await sync(options);
    expect(tracker.writes.map(({ points }) => points.length)).toEqual(parts);
  });

  it('tells of the end of a run; a tracker that has it all is not even opened', async () => {
    record.addPoint();
    record.run = { ...record.run!, status: 'finished' };
    await sync();
    expect(tracker.ends).toEqual([{ status: 'finished', time: 1000 }]);
    expect(await sync()).toMatchObject({ delivered: 0, pending: 0, error: null });
    expect(tracker.opened).toHaveLength(1);
  });

  it('ends a run of which nothing was heard for a minute as lost, at the time of its last word', async () => {
    await sync({ now: () => 61_000 });
    expect(tracker.ends).toEqual([]);
    await sync({ now: () => 61_001 });
    expect(tracker.ends).toEqual([{ status: 'lost', time: 1000 }]);
  });

  it('counts from now, where nobody says otherwise', async () => {
    const options = { store: record.store, runId: 'aaa', tracker };
    record.run = { ...record.run!, updatedAt: Date.now() };
    await syncRun(options);
    expect(tracker.ends).toEqual([]);
    record.run = { ...record.run, updatedAt: Date.now() - 61_000 };
    await syncRun(options);
    expect(tracker.ends).toEqual([{ status: 'lost', time: record.run.updatedAt }]);
  });

  it('says and notes what went wrong, and what is still pending', async () => {
    record.addPoint();
    record.addPoint();
    failAt('write');
    const report = await sync();
    expect(report).toMatchObject({ delivered: 0, pending: 2, error: new Error('no write') });
    expect(cursor()).toMatchObject({ owner: null, error: 'no write' });
  });

  it('says what went wrong first', async () => {
    record.addPoint();
    failAt('write', 'dispose');
    expect((await sync()).error).toEqual(new Error('no write'));
    expect(cursor()).toMatchObject({ owner: null, error: 'no write' });
    failAt('dispose');
    expect(await sync()).toMatchObject({ delivered: 1, pending: 0, error: new Error('no dispose') });
    expect(cursor()).toMatchObject({ owner: null, error: 'no dispose' });
  });

  it('says of what was thrown and is no error what it is', async () => {
    tracker.before = async (call) => {
      if (call === 'open') throw 'a word';
    };
    expect((await sync()).error).toEqual(new Error('a word'));
    tracker.before = async (call) => {
      if (call === 'dispose') throw 'another word';
    };
    expect((await sync()).error).toEqual(new Error('another word'));
  });

  it('takes another process that delivers the run for no error, and any other refusal of the store for one', async () => {
    record.addPoint();
    await record.store.claimCursor('aaa', tracker.id, { owner: 'elsewhere/1/x', forMs: 60_000 });
    expect(await sync()).toMatchObject({ delivered: 0, pending: 1, error: null });
    record.run = null;
    expect((await sync()).error).toMatchObject({ code: 'tracking/unknown-run' });
  });

  it('does not count as delivered what was written meanwhile', async () => {
    record.addPoint();
    tracker.before = async (call) => {
      if (call !== 'write') return;
      for (let count = 0; count < 3; count++) record.addPoint();
      throw new Error('away');
    };
    expect(await sync()).toMatchObject({ delivered: 0, pending: 4 });
  });
});

describe('the signal of each call', () => {
  const signals: AbortSignal[] = [];
  beforeEach(() => {
    signals.length = 0;
    tracker.before = async (_, signal) => void (signal && signals.push(signal));
    record.addPoint();
    record.run = { ...record.run!, status: 'finished' };
  });

  it('is the caller’s, too', async () => {
    const stop = new AbortController();
    await sync({ signal: stop.signal });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
    stop.abort();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  it.each([
    [{}, 120_000],
    [{ partTimeoutMs: 7 }, 7],
    [{ signal: new AbortController().signal }, 120_000],
  ])('aborts when a part takes too long: %#', async (options, ms) => {
    const timeouts = new AbortController();
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(timeouts.signal);
    await sync(options);
    expect(new Set(timeout.mock.calls.flat())).toEqual(new Set([ms]));
    timeouts.abort();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });
});
