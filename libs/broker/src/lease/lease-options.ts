import type { AcquireLeaseOptions } from '../experiment-broker.ts';
import { BrokerError } from '../broker-error.ts';

/** Refuses a lease that nobody could hold. */
export function checkLeaseOptions({ ttlMs, owner }: { ttlMs: number } & Partial<AcquireLeaseOptions>): void {
  if (!(Number.isFinite(ttlMs) && ttlMs > 0)) {
    throw new BrokerError('broker/invalid-options', `ttlMs: expected milliseconds above 0, received ${ttlMs}.`);
  }
  if (owner === '') throw new BrokerError('broker/invalid-options', 'owner: expected a name, received an empty one.');
}
