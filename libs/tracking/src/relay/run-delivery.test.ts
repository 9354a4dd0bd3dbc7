import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { NotedTracker } from '../../tests/fixtures/noted-tracker.ts';
import { RememberedRun } from '../../tests/fixtures/remembered-run.ts';
import { everyEntry } from '../testing/records.ts';
import { hasEverything, RunDelivery } from './run-delivery.ts';

const { signal } = new AbortController();
let record: RememberedRun;
let tracker: NotedTracker;

beforeEach(() => {
  jest.useFakeTimers();
  // Of no process the clock is at 0.
  jest.advanceTimersByTime(1);
  record = new RememberedRun();
  tracker = new NotedTracker();
});
afterEach(() => void jest.useRealTimers());

function delivery(batchPoints = 2000): RunDelivery {
  return new RunDelivery({ store: record.store, runId: 'aaa', tracker, batchPoints });
}

const cursor = () => record.cursors.get(tracker.id);

it('says of each part what was delivered, and then that there is no more', async () => {
  for (let step = 0; step < 3; step++) record.addPoint();
  record.addEntry(everyEntry()[0]);
  const delivered = delivery(3);
  expect(await delivered.next(signal)).toEqual({ points: 3, entries: 0 });
  expect(await delivered.next(signal)).toEqual({ points: 0, entries: 1 });
  expect(await delivered.next(signal)).toBeUndefined();
  expect(tracker.writes.map(({ position }) => position)).toEqual([3, 4]);
  expect(tracker.opened).toHaveLength(1);
});

it('keeps the target’s state beside the position, and another process goes on with both', async () => {
  record.addPoint();
  tracker.state = { bytes: 0 };
  const first = delivery();
  tracker.before = async (call) => {
    if (call === 'write') tracker.state = { bytes: 10 };
  };
  await first.next(signal);
  await first.release(null);
  record.addPoint();
  await delivery().next(signal);
  expect(tracker.opened.map(({ state, position }) => ({ state, position }))).toEqual([
    { state: {}, position: 0 },
    { state: { bytes: 10 }, position: 1 },
  ]);
  expect(tracker.steps).toEqual([0, 1]);
});

it('writes all anew where the target lost what it had', async () => {
  record.addPoint();
  const first = delivery();
  await first.next(signal);
  await first.drop();
  tracker.startOver = true;
  expect(await first.next(signal)).toEqual({ points: 1, entries: 0 });
  expect(tracker.opened.at(-1)).toMatchObject({ position: 1 });
  expect(tracker.steps).toEqual([0, 0]);
});

it('tells the target once of each change of the run, before what comes then', async () => {
  const delivered = delivery();
  await delivered.next(signal);
  const calls: string[] = [];
  tracker.before = async (call) => void calls.push(call);
  record.run = { ...record.run!, tags: ['new'], timesteps: 9, updatedAt: 8 };
  record.addPoint();
  await delivered.next(signal);
  await delivered.next(signal);
  expect(calls).toEqual(['update', 'write']);
  expect(tracker.updates).toEqual([record.run]);
  // Its progress alone is no news.
  record.run = { ...record.run, timesteps: 10, updatedAt: 9, summary: { stepsPerSecond: 2 } };
  await delivered.next(signal);
  expect(tracker.updates).toHaveLength(1);
  record.run = { ...record.run, hyperparameters: { lr: 2 } };
  await delivered.next(signal);
  record.run = { ...record.run, error: { code: 'x/y', message: 'why', causes: [] } };
  await delivered.next(signal);
  record.run = { ...record.run, status: 'failed', summary: { evalMean: 1 } };
  await delivered.next(signal);
  expect(tracker.updates.slice(1)).toMatchObject([
    { hyperparameters: { lr: 2 }, summary: {} },
    { error: { code: 'x/y' } },
    { status: 'failed', summary: { evalMean: 1 } },
  ]);
});

it('tells the target again of a change that it did not take', async () => {
  const delivered = delivery();
  await delivered.next(signal);
  record.run = { ...record.run!, tags: ['new'] };
  tracker.before = async () => {
    throw new Error('away');
  };
  await expect(delivered.next(signal)).rejects.toThrow('away');
  tracker.before = () => Promise.resolve();
  await delivered.next(signal);
  expect(tracker.updates).toMatchObject([{ tags: ['new'] }]);
});

it('opens the run anew after an error, which it notes; a target that it never had is let go of without a word', async () => {
  record.addPoint();
  const delivered = delivery();
  await delivered.drop(new Error('before the beginning'));
  await delivered.release('before the beginning');
  expect(cursor()).toBeUndefined();
  await delivered.next(signal);
  await delivered.drop(new Error('away'));
  expect(cursor()).toMatchObject({ error: 'away', position: 1 });
  expect(cursor()?.owner).not.toBeNull();
  expect(tracker.disposals).toBe(1);
  await delivered.drop();
  expect(tracker.disposals).toBe(1);
  await delivered.next(signal);
  expect(tracker.opened).toHaveLength(2);
  expect(cursor()).toMatchObject({ error: null });
  await delivered.drop();
  expect(cursor()).toMatchObject({ error: null });
});

it('ends a run that was not open', async () => {
  await delivery().end({ status: 'lost', time: 5 }, signal);
  expect(tracker.opened).toHaveLength(1);
  expect(tracker.ends).toEqual([{ status: 'lost', time: 5 }]);
  expect(cursor()?.state).toMatchObject({ ended: 'lost' });
});

it('gives the cursor back once', async () => {
  const delivered = delivery();
  await delivered.next(signal);
  await delivered.release('why');
  expect(cursor()).toMatchObject({ owner: null, error: 'why' });
  // Another's by now: nothing is left to give back.
  await delivery().next(signal);
  await delivered.release(null);
  expect(cursor()?.owner).not.toBeNull();
});

it('renews its claim after ten seconds without news, and not before', async () => {
  const delivered = delivery();
  await delivered.next(signal);
  const until = Date.now() + 30_000;
  expect(cursor()).toMatchObject({ ownedUntil: until });
  await jest.advanceTimersByTimeAsync(10_000);
  await delivered.next(signal);
  expect(cursor()).toMatchObject({ ownedUntil: until });
  await jest.advanceTimersByTimeAsync(1);
  await delivered.next(signal);
  expect(cursor()).toMatchObject({ ownedUntil: until + 10_001 });
  await jest.advanceTimersByTimeAsync(10_000);
  await delivered.next(signal);
  expect(cursor()).toMatchObject({ ownedUntil: until + 10_001 });
});

it('keeps its claim for half a minute with all that it notes', async () => {
  const delivered = delivery();
  await delivered.next(signal);
  await jest.advanceTimersByTimeAsync(5000);
  await delivered.drop(new Error('away'));
  expect(cursor()).toMatchObject({ ownedUntil: Date.now() + 30_000 });
});

it('takes the cursor of a process that has ended over, and of no other', async () => {
  const ended = spawnSync(process.execPath, ['--version']).pid;
  await record.store.claimCursor('aaa', tracker.id, { owner: `${hostname()}/${ended}/x`, forMs: 60_000 });
  record.addPoint();
  expect(await delivery().next(signal)).toEqual({ points: 1, entries: 0 });
  await expect(delivery().next(signal)).rejects.toMatchObject({ code: 'tracking/cursor-taken' });
  expect(tracker.steps).toEqual([0]);
});

it('does not go on with a run that was deleted', async () => {
  record.run = null;
  await expect(delivery().next(signal)).rejects.toMatchObject({
    code: 'tracking/unknown-run',
    message: "Run 'aaa' is not in the store any more.",
  });
});

it('a target has everything once it was told of the run’s last state, all points and the end', async () => {
  const has = async (): Promise<boolean | undefined> => {
    const [known] = await record.store.cursors('aaa');
    return known && record.run ? hasEverything(known, record.run) : undefined;
  };
  record.addPoint();
  record.run = { ...record.run!, status: 'finished' };
  const delivered = delivery();
  await record.store.claimCursor('aaa', tracker.id, { owner: 'somebody', forMs: -1 });
  expect(await has()).toBe(false);
  await delivered.next(signal);
  expect(await has()).toBe(false);
  await delivered.end({ status: 'finished', time: 1 }, signal);
  expect(await has()).toBe(true);
  record.addPoint();
  expect(await has()).toBe(false);
  await delivered.next(signal);
  await delivered.end({ status: 'finished', time: 1 }, signal);
  record.run = { ...record.run, summary: { evalMean: 1 } };
  expect(await has()).toBe(false);
});

it('one that goes on after its end has news again', async () => {
  const delivered = delivery();
  await delivered.end({ status: 'lost', time: 1 }, signal);
  record.run = { ...record.run!, tags: ['more'] };
  await delivered.next(signal);
  expect(cursor()?.state).toMatchObject({ ended: null });
});
