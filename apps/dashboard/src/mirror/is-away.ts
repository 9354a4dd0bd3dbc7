import { BrokerError } from '@cartwheel/broker';

/** Redis cannot be reached, or not now: another try may go through. */
export function isAway(error: unknown): boolean {
  return error instanceof BrokerError && (error.code === 'broker/unreachable' || error.code === 'broker/overloaded');
}
