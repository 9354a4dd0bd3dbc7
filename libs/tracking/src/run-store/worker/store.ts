import { createCheckpointTable } from './checkpoint-table.ts';
import { openConnection } from './open-connection.ts';
import { createPointTable } from './point-table.ts';
import type { OpenOptions, PackedPoints, Result, StoreRequest } from './protocol.ts';
import { createRunTable, unknownRun } from './run-table.ts';
import type { Connection } from './sql.ts';
import type { StoreFailure } from './store-failure.ts';
import { createWriteQueue } from './write-queue.ts';

export type WriteRequest = Extract<
  StoreRequest,
  { operation: 'createRun' | 'updateRun' | 'appendPoints' | 'recordCheckpoint' }
>;
export type ReadRequest = Extract<StoreRequest, { operation: 'run' | 'runs' | 'series' | 'points' | 'checkpoints' }>;

export type ReadResult = Result<ReadRequest['operation']>;

/** The store in the worker's own thread. */
export interface Store {
  /** Points wait for others to share their transaction; everything else takes all that waits along at once. */
  write(request: WriteRequest, settle: (failure?: StoreFailure) => void): void;
  /** Sees all that was written before. */
  read(request: ReadRequest): ReadResult;
  /** Returns when all that was written before is on disk. Throws the first loss since the last flush. */
  flush(): void;
  close(): void;
}

const NO_POINTS: PackedPoints = {
  series: [],
  seriesOf: new Uint32Array(),
  steps: new Float64Array(),
  times: new Float64Array(),
  values: new Float64Array(),
};

export function openStore(options: OpenOptions): Store {
  const connection = openConnection(options);
  const runs = createRunTable(connection);
  const points = createPointTable(connection);
  const checkpoints = createCheckpointTable(connection);
  const queue = createWriteQueue({ ...options, connection, onUndo: () => points.forget() });

  function apply({ operation, argument }: WriteRequest): void {
    if (operation === 'createRun') return runs.create(argument);
    const run = runs.idOf(argument.runId);
    if (run === undefined) throw unknownRun(argument.runId);
    switch (operation) {
      case 'updateRun':
        return runs.update(run, argument.update);
      case 'appendPoints':
        return points.append(run, argument.points);
      case 'recordCheckpoint':
        return checkpoints.record(run, argument.checkpoint);
    }
  }

  function read({ operation, argument }: ReadRequest): ReadResult {
    if (operation === 'runs') return runs.list(argument);
    if (operation === 'run') return runs.find(argument);
    const run = runs.idOf(operation === 'points' ? argument.runId : argument);
    if (operation === 'series') return run === undefined ? [] : points.series(run);
    if (operation === 'checkpoints') return run === undefined ? [] : checkpoints.list(run);
    return run === undefined ? NO_POINTS : points.read(run, argument);
  }

  return {
    write(request, settle) {
      const isPoints = request.operation === 'appendPoints';
      const size = isPoints ? request.argument.points.steps.length : 1;
      queue.add({ apply: () => apply(request), settle, size });
      if (!isPoints) queue.commit();
    },
    read(request) {
      queue.commit();
      return read(request);
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

/** Leaves all in the one file, which can then be copied as it is; not while another process uses it, and without a wait. */
function foldWal(connection: Connection, readOnly: boolean): void {
  if (readOnly) return;
  connection.pragma('busy_timeout = 0');
  connection.pragma('wal_checkpoint(TRUNCATE)');
}
