import { onAbort } from './on-abort.ts';
import type { Scope } from './scope.ts';

/** What comes after a step: the next one at once, the end, or the next one after so many milliseconds. */
export type NextStep = 'at once' | 'end' | { readonly afterMs: number };

/** What a step is told. */
export interface StepContext {
  /** Aborts when the scope closes, or when the budget of `finish` is used up. */
  readonly signal: AbortSignal;
  /** Somebody waits for the end: what is left is to be done, and nothing else waited for. */
  readonly isFinishing: boolean;
}

/** What a loop does, and where it lives. */
export interface LoopOptions {
  /** In reports: `relay to aim`. */
  readonly name: string;
  /** Closed, the loop ends. */
  readonly scope: Scope;
  /** One step after the other, never two at once. A rejection ends the loop and reaches the scope's error sink. */
  readonly step: (context: StepContext) => Promise<NextStep>;
  /** Done behind the last step, also behind one that was given up. A rejection reaches the scope's error sink. */
  readonly onEnd?: () => Promise<void>;
}

/** Work in the background that looks for more of it again and again. */
export interface Loop {
  /**
   * Lets it come to its end: the pause in hand is over, steps are told that it is the last time, and their signal aborts
   * after `budgetMs`. Resolves when the loop has ended. Never rejects.
   */
  finish(options: { readonly budgetMs: number }): Promise<void>;
}

/**
 * Starts at once; pauses between steps as these say.
 *
 * ```ts
 * const loop = startLoop({ name: 'relay', scope, step: async () => ((await deliver()) ? 'at once' : { afterMs: 1000 }) });
 * await loop.finish({ budgetMs: 5_000 });
 * ```
 */
export function startLoop(options: LoopOptions): Loop {
  return new BackgroundLoop(options);
}

class BackgroundLoop implements Loop {
  readonly #options: LoopOptions;
  readonly #stop = new AbortController();
  readonly #ended: Promise<unknown>;
  #isFinishing = false;
  #wake: (() => void) | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#ended = options.scope.spawn(options.name, (signal) => this.#run(signal));
  }

  async finish({ budgetMs }: { readonly budgetMs: number }): Promise<void> {
    this.#isFinishing = true;
    this.#wake?.();
    const timer = setTimeout(() => this.#giveUp(), budgetMs);
    await this.#ended;
    clearTimeout(timer);
  }

  async #run(signal: AbortSignal): Promise<void> {
    // No signal composed of both: Node would keep that, and all that its listeners reach, until one of the two aborts.
    const forget = onAbort(signal, () => this.#giveUp(signal.reason));
    try {
      await this.#steps();
    } finally {
      forget();
      await this.#options.onEnd?.();
    }
  }

  async #steps(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const isFinishing = this.#isFinishing;
      const next = await this.#options.step({ signal, isFinishing });
      if (next === 'end') return;
      // What was asked for during the step, the next one is to know.
      if (next === 'at once' || isFinishing !== this.#isFinishing || signal.aborted) continue;
      await this.#pause(next.afterMs);
    }
  }

  #giveUp(reason?: unknown): void {
    this.#stop.abort(reason);
    this.#wake?.();
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
