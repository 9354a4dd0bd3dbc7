import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { ExperimentBroker, Lease, RenewResult } from '../experiment-broker.ts';
import { keepInProcess } from './keep-in-process.ts';

const lease: Lease = { runId: 'r', owner: 'a', epoch: 3, expiresAt: 0 };
const renewed: RenewResult = { status: 'renewed', lease };
const lost: RenewResult = { status: 'lost', epoch: 4 };
const ttlMs = 300;

const renewLease = jest.fn<ExperimentBroker['renewLease']>();
const releaseLease = jest.fn<ExperimentBroker['releaseLease']>();
const onLost = jest.fn<(epoch: number) => void>();
const onError = jest.fn<(error: Error) => void>();
const keep = () => keepInProcess({ renewLease, releaseLease }, lease, { ttlMs, onLost, onError });

beforeEach(() => {
  jest.useFakeTimers();
  for (const mock of [renewLease, releaseLease, onLost, onError]) mock.mockReset();
  renewLease.mockResolvedValue(renewed);
  releaseLease.mockResolvedValue();
});
afterEach(() => void jest.useRealTimers());

it('renews three times within a time to live, until it is let go of, once', async () => {
  const keeper = keep();
  expect(renewLease).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(ttlMs);
  expect(renewLease.mock.calls).toStrictEqual(Array.from({ length: 3 }, () => [lease, { ttlMs }]));
  await keeper.release();
  await keeper[Symbol.asyncDispose]();
  await jest.advanceTimersByTimeAsync(ttlMs);
  expect(renewLease).toHaveBeenCalledTimes(3);
  expect(releaseLease.mock.calls).toStrictEqual([[lease]]);
  expect(onLost).not.toHaveBeenCalled();
  expect(onError).not.toHaveBeenCalled();
});

it('keeps no process alive', async () => {
  jest.useRealTimers();
  const timers = jest.spyOn(globalThis, 'setInterval');
  const keeper = keep();
  expect(timers.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toStrictEqual([false]);
  await keeper.release();
});

it('tells of the loss once, and renews nothing after it', async () => {
  renewLease.mockResolvedValue(lost);
  keep();
  await jest.advanceTimersByTimeAsync(ttlMs);
  expect(renewLease).toHaveBeenCalledTimes(1);
  expect(onLost.mock.calls).toStrictEqual([[4]]);
});

it('tells of each renewal that fails, and goes on', async () => {
  const failure = new Error('down');
  renewLease.mockRejectedValueOnce(failure).mockRejectedValueOnce('no error');
  keep();
  await jest.advanceTimersByTimeAsync(ttlMs);
  expect(onError.mock.calls).toStrictEqual([[failure], [new Error('no error')]]);
  expect(renewLease).toHaveBeenCalledTimes(3);
});

it.each([
  ['lost', () => Promise.resolve(lost)],
  ['failed', () => Promise.reject(new Error('closed'))],
])('says nothing of a renewal that %s while the lease was let go of', async (_, outcome) => {
  const server = new EventEmitter();
  renewLease.mockReturnValue(once(server, 'answer').then(outcome));
  const keeper = keep();
  await jest.advanceTimersByTimeAsync(ttlMs / 3);
  await keeper.release();
  server.emit('answer');
  await jest.advanceTimersByTimeAsync(ttlMs);
  expect(onLost).not.toHaveBeenCalled();
  expect(onError).not.toHaveBeenCalled();
});
