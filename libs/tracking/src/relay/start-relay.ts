import type { Scope } from '@cartwheel/async-guard';
import { startLoop, type Loop, type NextStep, type StepContext } from '@cartwheel/async-guard/node';
import { messageOf } from '../run-store/message-of.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { endOf } from './run-end.ts';
import { RunDelivery } from './run-delivery.ts';
import type { Tracker } from './tracker.ts';

/** What `startRelay` takes. */
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
  readonly #loop: Loop;
  #complete = false;
  #failures = 0;
  #lastError: unknown;

  constructor(options: RelayOptions) {
    const { store, runId, tracker, batchPoints = 2000, scope } = options;
    this.tracker = tracker.id;
    this.#options = options;
    this.#delivery = new RunDelivery({ store, runId, tracker, batchPoints });
    this.#loop = startLoop({
      name: `relay to ${tracker.id}`,
      scope,
      step: (context) => this.#step(context),
      onEnd: () => this.#letGo(),
    });
  }

  async finish({ budgetMs = 30_000 } = {}): Promise<boolean> {
    await this.#loop.finish({ budgetMs });
    return this.#complete;
  }

  async #step({ signal, isFinishing }: StepContext): Promise<NextStep> {
    const { partTimeoutMs = 120_000, pollMs = 1000, onTrouble, onDelivery } = this.#options;
    const within = AbortSignal.any([signal, AbortSignal.timeout(partTimeoutMs)]);
    const startedAt = Date.now();
    try {
      const delivered = await this.#delivery.next(within);
      this.#failures = 0;
      if (delivered) {
        onDelivery?.({ startedAt, endedAt: Date.now(), ...delivered });
        return 'at once';
      }
      if (isFinishing) await this.#end(within);
      return isFinishing ? 'end' : { afterMs: pollMs };
    } catch (error) {
      onDelivery?.({ startedAt, endedAt: Date.now(), points: 0, entries: 0, error });
      this.#lastError = error;
      if (this.#failures++ === 0) onTrouble?.(error);
      await this.#dropAfter(error);
      return isFinishing ? 'end' : { afterMs: this.#retryMs() };
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
    try {
      await this.#delivery.drop();
    } finally {
      await this.#delivery.release(this.#failures === 0 ? null : messageOf(this.#lastError));
    }
  }

  #retryMs(): number {
    return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
  }
}
