import type { Connection } from './sql.ts';
import { toStoreFailure, type StoreFailure } from './store-failure.ts';
import { inSavepoint, inTransaction } from './transaction.ts';

export interface Write {
  apply(): void;
  /** Called once, after the transaction: without a failure when the write is on disk. */
  settle(failure?: StoreFailure): void;
  /** Rows, to bound the queue. */
  size: number;
}

export interface WriteQueueOptions {
  connection: Connection;
  file: string;
  /** The longest that a write waits for others to share its transaction. */
  flushIntervalMs: number;
  /** Something was undone: what was read from the database inside the transaction may not be there. */
  onUndo: () => void;
}

export interface WriteQueue {
  add(write: Write): void;
  /** Writes all that waits, in one transaction. Never throws: each write hears for itself. */
  commit(): void;
  /** The first failure since the last call that lost something which the caller had handed over rightly. */
  takeLoss(): StoreFailure | undefined;
}

/** At the 200 000 rows/s that libsql takes on one core, one transaction is as long as the default interval. */
const MAX_WAITING_ROWS = 20_000;

/** Collects writes and puts them to disk together, in the order in which they came. */
export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  return new TransactionQueue(options);
}

class TransactionQueue implements WriteQueue {
  readonly #options: WriteQueueOptions;
  #waiting: Write[] = [];
  #rows = 0;
  #timer: NodeJS.Timeout | undefined;
  #loss: StoreFailure | undefined;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
  }

  add(write: Write): void {
    this.#waiting.push(write);
    this.#rows += write.size;
    if (this.#rows >= MAX_WAITING_ROWS) this.commit();
    // quality-ignore unguarded -- commit keeps its failures for its callers
    else this.#timer ??= setTimeout(() => this.commit(), this.#options.flushIntervalMs);
  }

  commit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const writes = this.#waiting;
    this.#waiting = [];
    this.#rows = 0;
    settleAll(writes, this.#writeAll(writes));
  }

  takeLoss(): StoreFailure | undefined {
    const taken = this.#loss;
    this.#loss = undefined;
    return taken;
  }

  /** Gives the writes that were refused; throws nothing: a failed transaction fails them all. */
  #writeAll(writes: readonly Write[]): (write: Write) => StoreFailure | undefined {
    const { connection, file, onUndo } = this.#options;
    const refused = new Map<Write, StoreFailure>();
    try {
      inTransaction(connection, () => {
        for (const write of writes) {
          const refusal = this.#applyOne(write);
          if (refusal) refused.set(write, refusal);
        }
      });
      return (write) => refused.get(write);
    } catch (error) {
      onUndo();
      const failure = toStoreFailure(error, file);
      this.#loss ??= failure;
      return (write) => refused.get(write) ?? failure;
    }
  }

  /** A caller's mistake undoes its own write; everything else, the whole transaction. */
  #applyOne(write: Write): StoreFailure | undefined {
    const { connection, file, onUndo } = this.#options;
    try {
      inSavepoint(connection, () => write.apply());
      return undefined;
    } catch (error) {
      const failure = toStoreFailure(error, file);
      if (!isRefusal(failure)) throw failure;
      onUndo();
      return failure;
    }
  }
}

const REFUSALS = new Set([
  'tracking/unknown-run',
  'tracking/run-exists',
  'tracking/invalid-record',
  'tracking/cursor-taken',
]);

function isRefusal({ code }: StoreFailure): boolean {
  return REFUSALS.has(code);
}

function settleAll(writes: readonly Write[], failureOf: (write: Write) => StoreFailure | undefined): void {
  for (const write of writes) write.settle(failureOf(write));
}
