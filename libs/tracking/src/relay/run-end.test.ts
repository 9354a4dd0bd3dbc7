import { expect, it } from '@jest/globals';
import { RememberedRun } from '../../tests/fixtures/remembered-run.ts';
import { runRecord } from '../testing/records.ts';
import { endOf, endOfSilent } from './run-end.ts';

it.each(['finished', 'failed', 'lost'] as const)('a run that is %s has ended, at its last update', (status) => {
  expect(endOf(runRecord('aaa', { status, updatedAt: 5 }))).toEqual({ status, time: 5 });
});

it.each(['created', 'running', 'paused'] as const)('a run that is %s goes on', (status) => {
  expect(endOf(runRecord('aaa', { status }))).toBeNull();
});

it('silence is counted from the last point or update, and does not matter to a run that has ended', async () => {
  const record = new RememberedRun();
  record.addPoint();
  record.addPoint();
  // Of the second point.
  const last = 1_700_000_000_001;
  const run = runRecord('aaa', { status: 'running', updatedAt: last - 10 });
  expect(await endOfSilent(record.store, run, last + 60_000)).toBeNull();
  expect(await endOfSilent(record.store, run, last + 60_001)).toEqual({ status: 'lost', time: last });
  const updated = { ...run, updatedAt: last + 7 };
  expect(await endOfSilent(record.store, updated, last + 60_007)).toBeNull();
  expect(await endOfSilent(record.store, updated, last + 60_008)).toEqual({ status: 'lost', time: last + 7 });
  const finished = runRecord('aaa', { status: 'finished', updatedAt: 5 });
  expect(await endOfSilent(record.store, finished, last + 60_001)).toEqual({ status: 'finished', time: 5 });
});
