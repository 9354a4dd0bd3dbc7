import { bulkhead } from 'cockatiel';
import { CartwheelError } from './cartwheel-error.ts';
import { NotStarted } from './not-started.ts';
import { onAbort } from './on-abort.ts';

/** What happens to a call while all slots of its guard are taken. */
export type CallMode = 'queue' | 'drop' | 'latest';

export interface CallLineOptions {
  readonly name: string;
  readonly mode: CallMode;
  readonly concurrency: number;
}

interface Waiting {
  readonly start: () => void;
  readonly leave: (reason: unknown) => void;
}

/**
 * The slots of a guard, and the line before them.
 *
 * The slots are cockatiel's bulkhead. The line is not: a call that is aborted in cockatiel's queue settles only when its
 * turn comes, and nothing there lets the newest take the place of the one that waits.
 *
 * @throws `async-guard/bad-concurrency` for a concurrency that is no positive integer.
 */
export class CallLine {
  readonly #name: string;
  readonly #mode: CallMode;
  readonly #slots: ReturnType<typeof bulkhead>;
  readonly #line = new Set<Waiting>();

  constructor({ name, mode, concurrency }: CallLineOptions) {
    if (!Number.isInteger(concurrency) || concurrency < 1) {
      throw new CartwheelError(
        'async-guard/bad-concurrency',
        `expected concurrency of "${name}" to be a positive integer, got ${concurrency}; leave it out for 1 at a time`,
      );
    }
    this.#name = name;
    this.#mode = mode;
    this.#slots = bulkhead(concurrency, 0);
  }

  /** Calls `run` in this turn if a slot is free; rejects with `NotStarted`, or the signal's reason, if it never will. */
  enter<T>(run: () => T | PromiseLike<T>, signal: AbortSignal): Promise<T> {
    if (this.#slots.executionSlots > 0 && this.#line.size === 0) return this.#occupy(run);
    if (this.#mode === 'drop') return Promise.reject(this.#notStarted('async-guard/dropped', 'no slot was free'));
    if (this.#mode === 'latest') this.#supersede();
    return new Promise<T>((resolve, reject) => this.#wait(() => resolve(this.#occupy(run)), reject, signal));
  }

  #wait(start: () => void, reject: (reason: unknown) => void, signal: AbortSignal): void {
    const leaveLine = (): void => {
      this.#line.delete(waiting);
      stopListening();
    };
    const leave = (reason: unknown): void => {
      leaveLine();
      reject(reason);
    };
    const stopListening = onAbort(signal, () => leave(signal.reason));
    const waiting: Waiting = {
      start: () => {
        leaveLine();
        start();
      },
      leave,
    };
    this.#line.add(waiting);
  }

  #supersede(): void {
    for (const waiting of this.#line) {
      waiting.leave(this.#notStarted('async-guard/superseded', 'a newer call took its place'));
    }
  }

  async #occupy<T>(run: () => T | PromiseLike<T>): Promise<T> {
    try {
      return await this.#slots.execute(run);
    } finally {
      const [next] = this.#line;
      // Somebody may have taken the slot in between, when the line was empty for a moment: then it is free again later.
      if (this.#slots.executionSlots > 0) next?.start();
    }
  }

  #notStarted(code: 'async-guard/dropped' | 'async-guard/superseded', why: string): NotStarted {
    return new NotStarted(code, `"${this.#name}" was not called: ${why}; call it again when it matters`);
  }
}
