import type { Scope } from '@cartwheel/async-guard';
import { messageOf } from '../run-store/message-of.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { endOf } from './run-end.ts';
import { RunDelivery } from './run-delivery.ts';
import type { Tracker } from './tracker.ts';

export interface RelayOptions {
  store: RunStore;
  runId: string;
  tracker: Tracker;
  /** The relay lives in it: closed, the relay ends; what fails in it reaches its error sink. */
  scope: Scope;
  /** How often the store is asked for news, in milliseconds. Default 1000. */
  pollMs?: number;
  /** Points in memory at once, about. Default 2000. */
  batchPoints?: number;
  /** The longest that a part may take to deliver, in milliseconds. Default 120 000. */
  partTimeoutMs?: number;
  /** Told once when the target cannot be reached, until it can be again. */
  onTrouble?: (error: unknown) => void;
  /** Told of each part that was delivered, and of each that could not be. */
  onDelivery?: (delivery: Delivery) => void;
}

/** One part of a run on its way to a target: for traces. Times are in milliseconds since the epoch. */
export interface Delivery {
  readonly startedAt: number;
  readonly endedAt: number;
  /** How many points the target took, and how many other entries: texts, artifacts and the like. */
  readonly points: number;
  readonly entries: number;
  /** Why it failed. */
  readonly error?: unknown;
}

/** Delivers a run to a tracker in the background. */
export interface Relay {
  /** The tracker's id. */
  readonly tracker: string;
  /**
   * Delivers what is in the store by now, tells the target how the run ended and lets go of it. Resolves with whether all
   * was delivered: what is left after `budgetMs`, or when the target cannot be reached, stays for `syncRun`. Never rejects.
   */
  finish(options?: { budgetMs?: number }): Promise<boolean>;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/** Starts at once. Nothing waits for the relay: it reads from the store what others wrote there. */
export function startRelay(options: RelayOptions): Relay {
  return new BackgroundRelay(options);
}

class BackgroundRelay implements Relay {
  readonly tracker: string;
  readonly #options: RelayOptions;
  readonly #delivery: RunDelivery;
  readonly #loop: Promise<unknown>;
  #finishing = false;
  #complete = false;
  #failures = 0;
  #wake: (() => void) | undefined;
  readonly #stop = new AbortController();
  #lastError: unknown;

  constructor(options: RelayOptions) {
    const { store, runId, tracker, batchPoints = 2000, scope } = options;
    this.tracker = tracker.id;
    this.#options = options;
    this.#delivery = new RunDelivery({ store, runId, tracker, batchPoints });
    this.#loop = scope.spawn(`relay to ${tracker.id}`, (signal) => this.#run(signal));
  }

  async finish({ budgetMs = 30_000 } = {}): Promise<boolean> {
    this.#finishing = true;
    this.#wake?.();
    // quality-ignore unguarded -- abort() does not throw
    const timer = setTimeout(() => this.#stop.abort(), budgetMs);
    await this.#loop;
    clearTimeout(timer);
    return this.#complete;
  }

  async #run(scopeSignal: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([scopeSignal, this.#stop.signal]);
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
    while (!signal.aborted) {
      const isLast = this.#finishing;
      const outcome = await this.#attempt(isLast, signal);
      if (outcome === 'more') continue;
      if (isLast) break;
      await this.#wait(outcome === 'failed' ? this.#retryMs() : (this.#options.pollMs ?? 1000));
    }
    await this.#letGo();
  }

  async #attempt(isLast: boolean, signal: AbortSignal): Promise<'more' | 'idle' | 'failed'> {
    const { partTimeoutMs = 120_000, onTrouble, onDelivery } = this.#options;
    const within = AbortSignal.any([signal, AbortSignal.timeout(partTimeoutMs)]);
    const startedAt = Date.now();
    try {
      const delivered = await this.#delivery.next(within);
      this.#failures = 0;
      if (delivered) {
        onDelivery?.({ startedAt, endedAt: Date.now(), ...delivered });
        return 'more';
      }
      if (isLast) await this.#end(within);
      return 'idle';
    } catch (error) {
      onDelivery?.({ startedAt, endedAt: Date.now(), points: 0, entries: 0, error });
      this.#lastError = error;
      if (this.#failures++ === 0) onTrouble?.(error);
      await this.#dropAfter(error);
      return 'failed';
    }
  }

  async #end(signal: AbortSignal): Promise<void> {
    const { store, runId } = this.#options;
    const run = await store.run(runId);
    const end = run && endOf(run);
    if (end) await this.#delivery.end(end, signal);
    this.#complete = true;
  }

  /** A target that is in trouble may fail to let go, too. */
  async #dropAfter(error: unknown): Promise<void> {
    try {
      await this.#delivery.drop(error);
    } catch (second) {
      this.#lastError = new AggregateError([error, second], `${messageOf(error)}; then: ${messageOf(second)}`);
    }
  }

  async #letGo(): Promise<void> {
    await this.#delivery.drop();
    await this.#delivery.release(this.#failures === 0 ? null : messageOf(this.#lastError));
  }

  #retryMs(): number {
    return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
  }

  /** Also over when `finish` is called, or the scope closes. */
  #wait(ms: number): Promise<void> {
    if (this.#finishing) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
