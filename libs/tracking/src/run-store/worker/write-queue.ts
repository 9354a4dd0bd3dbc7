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
export function createWriteQueue({ connection, file, flushIntervalMs, onUndo }: WriteQueueOptions): WriteQueue {
  let waiting: Write[] = [];
  let rows = 0;
  let timer: NodeJS.Timeout | undefined;
  let loss: StoreFailure | undefined;

  function commit(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const writes = waiting;
    waiting = [];
    rows = 0;
    settleAll(writes, writeAll(writes));
  }

  /** Gives the writes that were refused; throws nothing: a failed transaction fails them all. */
  function writeAll(writes: readonly Write[]): (write: Write) => StoreFailure | undefined {
    const refused = new Map<Write, StoreFailure>();
    try {
      inTransaction(connection, () => {
        for (const write of writes) {
          const refusal = applyOne(write);
          if (refusal) refused.set(write, refusal);
        }
      });
      return (write) => refused.get(write);
    } catch (error) {
      onUndo();
      const failure = toStoreFailure(error, file);
      loss ??= failure;
      return (write) => refused.get(write) ?? failure;
    }
  }

  /** A caller's mistake undoes its own write; everything else, the whole transaction. */
  function applyOne(write: Write): StoreFailure | undefined {
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

  return {
    add(write) {
      waiting.push(write);
      rows += write.size;
      if (rows >= MAX_WAITING_ROWS) commit();
      // quality-ignore unguarded -- commit keeps its failures for its callers
      else timer ??= setTimeout(commit, flushIntervalMs);
    },
    commit,
    takeLoss() {
      const taken = loss;
      loss = undefined;
      return taken;
    },
  };
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
