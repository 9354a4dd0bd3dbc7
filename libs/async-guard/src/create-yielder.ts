import { CartwheelError } from './cartwheel-error.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** How long a loop holds the thread between two turns of the event loop. */
export interface YielderOptions {
  /**
   * The longest that the loop may hold the thread, in milliseconds. Default: 8, less than half of the 20 that the event
   * loop is promised: rounds are of uneven length, and a busy machine stretches them.
   */
  readonly everyMs?: number;
  /** A clock in milliseconds. Default: `performance.now`. */
  readonly now?: () => number;
}

/** Gives `undefined` while no yield is due, else a promise to await. */
export type Yielder = () => Promise<void> | undefined;

/**
 * For a long loop that is synchronous between its yields: call it once a round.
 *
 * ```ts
 * const yieldIfDue = createYielder();
 * for (const batch of batches) {
 *   learn(batch);
 *   const pause = yieldIfDue();
 *   if (pause !== undefined) await pause;
 * }
 * ```
 *
 * It yields before the round that would go past `everyMs` if it takes as long as the one before, so rounds of even
 * length hold the thread no longer than that (a round that is longer by itself is followed by a yield). Where none is
 * due it reads the clock and allocates nothing.
 *
 * @throws `async-guard/bad-interval` for an `everyMs` that is not above 0.
 */
export function createYielder({ everyMs = 8, now = () => performance.now() }: YielderOptions = {}): Yielder {
  if (!(everyMs > 0)) {
    throw new CartwheelError('async-guard/bad-interval', `expected everyMs to be above 0, got ${everyMs}; 8 is usual`);
  }
  let yieldedAt = now();
  let calledAt = yieldedAt;
  const pause = async (): Promise<void> => {
    await yieldToEventLoop();
    yieldedAt = now();
    calledAt = yieldedAt;
  };
  return () => {
    const time = now();
    const round = time - calledAt;
    calledAt = time;
    return time - yieldedAt + round > everyMs ? pause() : undefined;
  };
}
