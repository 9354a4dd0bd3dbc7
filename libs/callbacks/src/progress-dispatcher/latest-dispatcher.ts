import { guard, type Scope } from '@cartwheel/async-guard';
import { createPace } from './pace.ts';

/** How the newest value of something reaches its sink. */
export interface LatestDispatcherOptions {
  /** For messages: `run state`. */
  name: string;
  /** Where the writes live: its error sink gets each failure. Without it, the process-wide error sink does. */
  scope?: Scope;
  /** The longest a write may take, in milliseconds. Default 5 000. */
  timeoutMs?: number;
  /**
   * The least time between the beginnings of two writes, in milliseconds: what comes meanwhile is one. The first is written
   * at once, and a flush waits for nothing. Default 0.
   */
  everyMs?: number;
}

export interface PushOptions {
  /** It does not wait until it is time. Default false. */
  atOnce?: boolean;
}

/** Hands over the newest value only: for a document in which what is newer says all. */
export interface LatestDispatcher<Value> {
  /** Takes the place of the value that waits, if any; written as soon as no other write is under way, and it is time. */
  push(value: Value, options?: PushOptions): void;
  /**
   * Resolves when nothing is under way any more: true when the newest value is written. One whose write failed is tried
   * once more here. Never rejects.
   */
  flush(): Promise<boolean>;
}

/**
 * Never two writes at once, and what came meanwhile is coalesced into one. A write that fails is reported; its value
 * waits for the next `push` or `flush`, unless a newer one has come.
 */
export function createLatestDispatcher<Value>(
  write: (value: Value, signal: AbortSignal) => Promise<void>,
  { name, scope, timeoutMs = 5_000, everyMs = 0 }: LatestDispatcherOptions,
): LatestDispatcher<Value> {
  const guarded = guard((signal, value: Value) => write(value, signal), { name, scope, timeoutMs });
  let newest: { value: Value } | undefined;
  let draining: Promise<void> | undefined;
  const pace = createPace(everyMs);

  async function drain(): Promise<void> {
    // What is pushed before the caller next lets go of the event loop counts as one.
    await Promise.resolve();
    while (newest !== undefined) {
      await pace.turn();
      if (!(await writeNewest(newest))) break;
    }
    draining = undefined;
  }

  /** Whether it is worth going on: the value was written, or there is a newer one. */
  async function writeNewest(taken: { value: Value }): Promise<boolean> {
    const outcome = await guarded(taken.value);
    const isStillNewest = newest === taken;
    if (outcome.ok && isStillNewest) newest = undefined;
    return outcome.ok || !isStillNewest;
  }

  return {
    push(value, { atOnce = false } = {}) {
      newest = { value };
      if (atOnce) pace.skip();
      draining ??= drain();
    },
    async flush() {
      const relax = pace.hurry();
      await draining;
      if (newest !== undefined) await (draining ??= drain());
      relax();
      return newest === undefined;
    },
  };
}
