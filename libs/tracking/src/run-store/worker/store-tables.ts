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
  const tables = openTables(connection);
  return { writes: writersOf(tables), reads: readersOf(tables), forget: () => tables.points.forget() };
}

type Tables = ReturnType<typeof openTables>;

function openTables(connection: Connection) {
  const summaries = createSummaryTable(connection);
  const batches = createBatchTable(connection, () => summaries.forget());
  const points = createPointTable(connection, { batches, summaries });
  return {
    runs: createRunTable(connection),
    batches,
    points,
    curve: createCurveReader(connection, { points, summaries }),
    entries: createEntryTable(connection, batches),
    checkpoints: createCheckpointTable(connection),
    commands: createCommandTable(connection),
    lines: createConsoleTable(connection),
    cursors: createCursorTable(connection, batches),
  };
}

function writersOf({ runs, points, entries, checkpoints, commands, lines, cursors }: Tables): StoreWriters {
  function known(runId: string): number {
    const run = runs.idOf(runId);
    if (run === undefined) throw unknownRun(runId);
    return run;
  }

  return {
    createRun: (run) => runs.create(run),
    updateRun: ({ runId, update }) => runs.update(known(runId), update),
    deleteRun({ runId }) {
      runs.remove(known(runId));
      points.forget();
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
}

/** A run that is not there has nothing to read, and is no mistake. */
function readersOf(tables: Tables): StoreReaders {
  const { runs, batches, points, curve, entries, checkpoints, commands, lines, cursors } = tables;

  function readIn<Value>(runId: string, read: (run: number) => Value, nothing: Value): Value {
    const run = runs.idOf(runId);
    return run === undefined ? nothing : read(run);
  }

  return {
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
      readIn(runId, (run) => changesOf(tables, run, { after, limit }), noChanges(after)),
    position: ({ runId }) => readIn(runId, (run) => batches.head(run), 0),
  };
}

function changesOf(
  { batches, points, entries }: Tables,
  run: number,
  { after, limit }: { after: number; limit: number },
): PackedChanges {
  const range = batches.next(run, after, limit);
  if (!range) return noChanges(after);
  const last = entries.lastWithin(run, after, range.last, MOST_ENTRY_BYTES);
  return {
    last,
    points: points.readBatches(run, { ...range, last }),
    entries: entries.between(run, after, last),
  };
}

function noChanges(after: number): PackedChanges {
  return { last: after, points: noPoints(), entries: [] };
}

function unknownCommand(commandId: string): StoreFailure {
  return new StoreFailure(
    'tracking/invalid-record',
    `Expected the outcome of a command of this run, received that of '${commandId}': record the command first.`,
  );
}
