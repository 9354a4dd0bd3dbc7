import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { afterEach, expect, it, jest } from '@jest/globals';
import { hasEnded, relayOwner } from './relay-owner.ts';

afterEach(() => void jest.restoreAllMocks());

it('is one of its own each time, of this machine and process', () => {
  const owner = relayOwner();
  expect(owner).not.toBe(relayOwner());
  expect(owner.split('/')).toEqual([hostname(), String(process.pid), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
});

it('has ended when its process has, as far as this machine knows', () => {
  const ended = spawnSync(process.execPath, ['--version']).pid;
  expect(hasEnded(relayOwner())).toBe(false);
  expect(hasEnded(`${hostname()}/${ended}/x`)).toBe(true);
  expect(hasEnded(`elsewhere-${hostname()}/${ended}/x`)).toBe(false);
});

it.each([
  [Object.assign(new Error('not permitted'), { code: 'EPERM' }), false],
  [new Error('of no code'), false],
  [Object.assign(new Error('no such process'), { code: 'ESRCH' }), true],
])('has ended where the system knows of no such process: %s', (error, expected) => {
  const kill = jest.spyOn(process, 'kill').mockImplementation(() => {
    throw error;
  });
  expect(hasEnded(`${hostname()}/17/x`)).toBe(expected);
  // Signal 0 asks, and does nothing.
  expect(kill.mock.calls).toEqual([[17, 0]]);
});
