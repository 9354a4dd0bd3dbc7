import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CartwheelError, type ErrorSummary, type Scope } from '@cartwheel/async-guard';
import { resolveStoreFile, type StoreLocation } from '../../run-store/store-location.ts';
import { TrackingError } from '../../run-store/tracking-error.ts';
import type { Delivery, Relay, RelayOptions } from '../start-relay.ts';
import type { RelayNews, RelayOrder, RelayThreadSettings } from './protocol.ts';

/** What `startRelayThread` takes. */
export interface RelayThreadOptions extends Pick<RelayOptions, 'runId' | 'pollMs' | 'batchPoints' | 'partTimeoutMs'> {
  /** Where the run's store is: the thread opens it for itself. */
  store: StoreLocation;
  /** Their ids, as `openTracker` takes them. */
  trackers: readonly string[];
  /** The thread lives in it: closed, the thread ends; what fails in the thread reaches its error sink. */
  scope: Scope;
  /** Told once when a target cannot be reached, until it can be again. */
  onTrouble?: (tracker: string, error: Error) => void;
  /** Told of each part that was delivered, and of each that could not be. */
  onDelivery?: (tracker: string, delivery: Delivery) => void;
}

/** What a relay that is told to finish takes beyond its budget before its thread is ended. */
const GRACE_MS = 5_000;
/** After a scope was closed: less than it waits for what is in it. */
const STOP_MS = 4_000;

/**
 * Delivers a run in a thread of its own, so that encoding and connections take nothing from the thread that trains. One
 * relay a tracker. A thread that ends by itself is told to the scope's error sink; what it left is for `syncRun`.
 */
export function startRelayThread(options: RelayThreadOptions): Relay[] {
  const trackers = [...new Set(options.trackers)];
  if (trackers.length === 0) return [];
  const thread = new RelayThread(options, trackers);
  return trackers.map((tracker) => ({
    tracker,
    finish: ({ budgetMs = 30_000 } = {}) => thread.finish(tracker, budgetMs),
  }));
}

class RelayThread {
  readonly #options: RelayThreadOptions;
  /** Resolves when the thread is gone. */
  readonly #gone: Promise<void>;
  #leave: () => void = () => undefined;
  /** Of the relays that were told to finish; the last one waits for the thread itself. */
  readonly #finished = new Map<string, (isComplete: boolean) => void>();
  #running: number;
  #worker: Worker | undefined;

  constructor(options: RelayThreadOptions, trackers: readonly string[]) {
    this.#options = options;
    this.#running = trackers.length;
    this.#gone = new Promise((resolve) => (this.#leave = resolve));
    void options.scope.spawn('thread of relays', (signal) => this.#live(trackers, signal));
  }

  async finish(tracker: string, budgetMs: number): Promise<boolean> {
    const worker = this.#worker;
    // It crashed, or its scope was closed before it began.
    if (worker === undefined) return false;
    const finished = new Promise<boolean>((resolve) => this.#finished.set(tracker, resolve));
    // Whoever waits for the relay keeps the process alive.
    worker.ref();
    this.#order({ type: 'finish', tracker, budgetMs });
    // quality-ignore unguarded -- terminate() does not reject
    const timer = setTimeout(() => void worker.terminate(), budgetMs + GRACE_MS);
    const isComplete = await Promise.race([finished, this.#gone.then(() => false)]);
    this.#running -= 1;
    if (this.#running === 0) await this.#gone;
    clearTimeout(timer);
    return isComplete;
  }

  async #live(trackers: readonly string[], signal: AbortSignal): Promise<void> {
    const { store, runId, pollMs, batchPoints, partTimeoutMs } = this.#options;
    const options = {
      ...(pollMs === undefined ? {} : { pollMs }),
      ...(batchPoints === undefined ? {} : { batchPoints }),
      ...(partTimeoutMs === undefined ? {} : { partTimeoutMs }),
    };
    const tellsDeliveries = this.#options.onDelivery !== undefined;
    const worker = startWorker({ file: resolveStoreFile(store), runId, trackers, tellsDeliveries, options });
    this.#worker = worker;
    worker.unref();
    worker.on('message', (news: RelayNews) => this.#hear(news));
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      this.#order({ type: 'stop' });
      // quality-ignore unguarded -- terminate() does not reject
      timer = setTimeout(() => void worker.terminate(), STOP_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      // Rejects with what the thread did not catch.
      const [code] = (await once(worker, 'exit')) as [number];
      if (code !== 0) throw new Error(`it ended with code ${code}`);
    } catch (cause) {
      throw crashed(runId, cause);
    } finally {
      clearTimeout(timer);
      this.#worker = undefined;
      this.#leave();
      signal.removeEventListener('abort', stop);
    }
  }

  #hear(news: RelayNews): void {
    const { scope, onTrouble, onDelivery } = this.#options;
    if (news.type === 'finished') this.#finished.get(news.tracker)?.(news.isComplete);
    else if (news.type === 'trouble') onTrouble?.(news.tracker, errorOf(news.error));
    else if (news.type === 'delivery')
      onDelivery?.(news.tracker, { ...news.delivery, ...(news.error ? { error: errorOf(news.error) } : {}) });
    else void scope.spawn(news.name, () => Promise.reject(errorOf(news.error)));
  }

  #order(order: RelayOrder): void {
    this.#worker?.postMessage(order, []);
  }
}

/** The built one from the built library, the TypeScript one from the sources. */
function startWorker(workerData: RelayThreadSettings): Worker {
  const name = 'cartwheel-relays';
  // Without its parent's flags: they were meant for another entry, and some are not allowed in a worker.
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./worker.js', import.meta.url), { name, execArgv: [], workerData });
  const execArgv = ['--conditions', '@cartwheel/source'];
  return new Worker(new URL('./start-from-source.js', import.meta.url), { name, execArgv, workerData });
}

/** Errors cross to another thread as what they say. */
function errorOf({ code, message }: ErrorSummary): Error {
  return new CartwheelError(code, message);
}

function crashed(runId: string, cause: unknown): TrackingError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new TrackingError(
    'tracking/worker-crashed',
    `The thread of the relays ended by itself (${reason}). The record is complete; deliver what is left with: cartwheel sync ${runId}`,
    { cause },
  );
}
