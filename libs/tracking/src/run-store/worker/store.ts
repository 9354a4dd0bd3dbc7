import { openConnection } from './open-connection.ts';
import type { Argument, OpenOptions, ReadName, Result, StoreRequest, WriteName } from './protocol.ts';
import type { Connection } from './sql.ts';
import type { StoreFailure } from './store-failure.ts';
import { createStoreTables } from './store-tables.ts';
import { createWriteQueue } from './write-queue.ts';

export type WriteRequest = Extract<StoreRequest, { operation: WriteName }>;
export type ReadRequest = Extract<StoreRequest, { operation: ReadName }>;
export type ReadResult = Result<ReadName>;

/** The store in the worker's own thread. */
export interface Store {
  isWrite(request: StoreRequest): request is WriteRequest;
  /** Points wait for others to share their transaction; everything else takes all that waits along at once. */
  write(request: WriteRequest, settle: (failure?: StoreFailure) => void): void;
  /** Sees all that was written before. */
  read(request: ReadRequest): ReadResult;
  /** Returns when all that was written before is on disk. Throws the first loss since the last flush. */
  flush(): void;
  close(): void;
}

/** What may wait for the flush interval; a caller who waits for the rest wants it at once. */
const UNHURRIED: ReadonlySet<WriteName> = new Set(['appendPoints', 'appendConsole']);

export function openStore(options: OpenOptions): Store {
  const connection = openConnection(options);
  const { writes, reads, forget } = createStoreTables(connection);
  const queue = createWriteQueue({ ...options, connection, onUndo: forget });

  function apply<Name extends WriteName>(operation: Name, argument: Argument<Name>): void {
    writes[operation](argument);
  }

  function readOne<Name extends ReadName>(operation: Name, argument: Argument<Name>): Result<Name> {
    return reads[operation](argument);
  }

  return {
    isWrite: (request): request is WriteRequest => Object.hasOwn(writes, request.operation),
    write(request, settle) {
      queue.add({ apply: () => apply(request.operation, request.argument), settle, size: rowsOf(request) });
      if (!UNHURRIED.has(request.operation)) queue.commit();
    },
    read(request) {
      queue.commit();
      return readOne(request.operation, request.argument);
    },
    flush() {
      queue.commit();
      const loss = queue.takeLoss();
      if (loss) throw loss;
    },
    close() {
      queue.commit();
      foldWal(connection, options.readOnly);
      connection.close();
    },
  };
}

function rowsOf({ operation, argument }: WriteRequest): number {
  if (operation === 'appendPoints') return argument.points.steps.length;
  return operation === 'appendConsole' ? argument.lines.length : 1;
}

/** Leaves all in the one file, which can then be copied as it is; not while another process uses it, and without a wait. */
function foldWal(connection: Connection, readOnly: boolean): void {
  if (readOnly) return;
  connection.pragma('busy_timeout = 0');
  connection.pragma('wal_checkpoint(TRUNCATE)');
}
