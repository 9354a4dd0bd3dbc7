import { expect, it } from '@jest/globals';
import { checkLeaseOptions } from './lease-options.ts';

it.each([
  [{ ttlMs: 0 }, 'ttlMs: expected milliseconds above 0, received 0.'],
  [{ ttlMs: Infinity, owner: 'a' }, 'ttlMs: expected milliseconds above 0, received Infinity.'],
  [{ ttlMs: 1, owner: '' }, 'owner: expected a name, received an empty one.'],
])('refuses %j, and says what of it', (options, message) => {
  expect(() => checkLeaseOptions(options)).toThrow(
    expect.objectContaining({ code: 'broker/invalid-options', message }),
  );
});

it('takes any time and any name', () => {
  expect(() => checkLeaseOptions({ ttlMs: 5e-324 })).not.toThrow();
  expect(() => checkLeaseOptions({ ttlMs: 1, owner: ' ' })).not.toThrow();
});
