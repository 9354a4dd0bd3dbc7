import { CartwheelError } from '@cartwheel/async-guard';

/** Throws `callbacks/invalid-count` unless it is a positive integer. */
export function requireCount(what: string, count: number): void {
  if (Number.isInteger(count) && count > 0) return;
  throw new CartwheelError(
    'callbacks/invalid-count',
    `expected ${what} to be a positive integer, got ${count}; 1 is the least`,
  );
}
