import { createBatchTable } from './batch-table.ts';
import { createCheckpointTable } from './checkpoint-table.ts';
import { createCommandTable } from './command-table.ts';
import { createConsoleTable } from './console-table.ts';
import { createCursorTable } from './cursor-table.ts';
import { createCurveReader } from './curve.ts';
import { createEntryTable } from './entry-table.ts';
import { createPointTable } from './point-table.ts';
import type { Argument, PackedChanges, PackedPoints, ReadName, Result, WriteName } from './protocol.ts';
import { createRunTable, unknownRun } from './run-table.ts';
import type { Connection } from './sql.ts';
import { StoreFailure } from './store-failure.ts';
import { createSummaryTable } from './summary/summary-table.ts';

/** As the protocol has them, in the form that TypeScript can call by a name which it does not know. */
export type StoreWriters = { [Name in WriteName]: (argument: Argument<Name>) => Result<Name> };
export type StoreReaders = { [Name in ReadName]: (argument: Argument<Name>) => Result<Name> };

/** Of the entries in one part of the changes: pictures are large. */
const MOST_ENTRY_BYTES = 4_000_000;

export interface StoreTables {
  writes: StoreWriters;
  reads: StoreReaders;
  /** What was made since the last transaction may have been undone. */
  forget: () => void;
}

const noPoints = (): PackedPoints => ({
  series: [],
  seriesOf: new Uint32Array(),
  steps: new Float64Array(),
  bigSteps: null,
  times: new Float64Array(),
  values: new Float64Array(),
});

/** What each operation does in the database of `connection`. */
export function createStoreTables(connection: Connection): StoreTables {
  const runs = createRunTable(connection);
  const summaries = createSummaryTable(connection);
  const batches = createBatchTable(connection, () => summaries.forget());
  const points = createPointTable(connection, { batches, summaries });
  const curve = createCurveReader(connection, { points, summaries });
  const entries = createEntryTable(connection, batches);
  const checkpoints = createCheckpointTable(connection);
  const commands = createCommandTable(connection);
  const lines = createConsoleTable(connection);
  const cursors = createCursorTable(connection, batches);

  function known(runId: string): number {
    const run = runs.idOf(runId);
    if (run === undefined) throw unknownRun(runId);
    return run;
  }

  function readIn<Value>(runId: string, read: (run: number) => Value, nothing: Value): Value {
    const run = runs.idOf(runId);
    return run === undefined ? nothing : read(run);
  }

  function changesOf(run: number, after: number, limit: number): PackedChanges {
    const range = batches.next(run, after, limit);
    if (!range) return { last: after, points: noPoints(), entries: [] };
    const last = entries.lastWithin(run, after, range.last, MOST_ENTRY_BYTES);
    return {
      last,
      points: points.readBatches(run, { ...range, last }),
      entries: entries.between(run, after, last),
    };
  }

  const forget = (): void => points.forget();
  const writes: StoreWriters = {
    createRun: (run) => runs.create(run),
    updateRun: ({ runId, update }) => runs.update(known(runId), update),
    deleteRun({ runId }) {
      runs.remove(known(runId));
      forget();
    },
    appendPoints: (argument) => points.append(known(argument.runId), argument.points),
    appendEntry: ({ runId, entry }) => entries.append(known(runId), entry),
    appendConsole: (argument) => lines.append(known(argument.runId), argument.lines),
    recordCheckpoint: ({ runId, checkpoint, forget }) => checkpoints.record(known(runId), checkpoint, forget),
    recordCommand: ({ runId, command }) => commands.record(known(runId), command),
    recordOutcome({ runId, outcome }) {
      if (!commands.settle(known(runId), outcome)) throw unknownCommand(outcome.commandId);
    },
    claimCursor: ({ runId, claim }) => cursors.claim(known(runId), claim),
    saveCursor: ({ runId, update }) => cursors.save(known(runId), update),
  };
  const reads: StoreReaders = {
    run: ({ runId }) => runs.find(runId),
    runs: (filter) => runs.list(filter),
    series: ({ runId }) => readIn(runId, (run) => points.series(run), []),
    points: ({ runId, ...query }) => readIn(runId, (run) => points.read(run, query), noPoints()),
    curve: ({ runId, query }) => readIn(runId, (run) => curve(run, query), noPoints()),
    entries: ({ runId, query }) => readIn(runId, (run) => entries.list(run, query), []),
    console: ({ runId, limit }) => readIn(runId, (run) => lines.tail(run, limit), []),
    checkpoints: ({ runId }) => readIn(runId, (run) => checkpoints.list(run), []),
    commands: ({ runId }) => readIn(runId, (run) => commands.list(run), []),
    cursors: ({ runId }) => readIn(runId, (run) => cursors.list(run), []),
    changes: ({ runId, after, limit }) =>
      readIn(runId, (run) => changesOf(run, after, limit), { last: after, points: noPoints(), entries: [] }),
    position: ({ runId }) => readIn(runId, (run) => batches.head(run), 0),
  };
  return { writes, reads, forget };
}

function unknownCommand(commandId: string): StoreFailure {
  return new StoreFailure(
    'tracking/invalid-record',
    `Expected the outcome of a command of this run, received that of '${commandId}': record the command first.`,
  );
}
