import type { RunFilter } from '../run-store.ts';
import type { RunRow, RunRowUpdate } from './protocol.ts';
import { prepareChange, prepareQuery, type Connection, type SqlValue } from './sql.ts';
import { StoreFailure } from './store-failure.ts';

export interface RunTable {
  create(run: RunRow): void;
  /** `run` is a number that `idOf` gave. */
  update(run: number, update: RunRowUpdate): void;
  /** With all that belongs to it. */
  remove(run: number): void;
  find(runId: string): RunRow | null;
  list(filter: RunFilter): RunRow[];
  /** The number by which other tables refer to a run. */
  idOf(runId: string): number | undefined;
}

const SELECT = `
SELECT run_id, experiment, status, algorithm, env, seed, config, hyperparameters, timesteps, total_timesteps,
  created_at, updated_at, error_code, error_message, error_causes, host, summary,
  (SELECT json_group_array(tag ORDER BY position) FROM run_tags WHERE run = runs.id)
FROM runs`;

const INSERT = `
INSERT INTO runs (run_id, experiment, status, algorithm, env, seed, config, hyperparameters, timesteps,
  total_timesteps, created_at, updated_at, error_code, error_message, error_causes, host, summary)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

type SelectedRow = [
  runId: string,
  experiment: string,
  status: string,
  algorithm: string,
  env: string,
  seed: number,
  config: string,
  hyperparameters: string,
  timesteps: number,
  totalTimesteps: number,
  createdAt: number,
  updatedAt: number,
  errorCode: string | null,
  errorMessage: string | null,
  errorCauses: string | null,
  host: string | null,
  summary: string,
  tags: string,
];

export function createRunTable(connection: Connection): RunTable {
  const findId = prepareQuery<[number]>(connection, 'SELECT id FROM runs WHERE run_id = ?');
  const findRun = prepareQuery<SelectedRow>(connection, `${SELECT} WHERE run_id = ?`);
  const insert = prepareChange(connection, INSERT);
  const lastId = prepareQuery<[number]>(connection, 'SELECT last_insert_rowid()');
  const deleteRun = prepareChange(connection, 'DELETE FROM runs WHERE id = ?');
  const deleteTags = prepareChange(connection, 'DELETE FROM run_tags WHERE run = ?');
  const insertTag = prepareChange(connection, 'INSERT INTO run_tags (run, position, tag) VALUES (?, ?, ?)');

  const idOf = (runId: string): number | undefined => findId.first(runId)?.[0];

  function setTags(run: number, tags: readonly string[]): void {
    deleteTags(run);
    tags.forEach((tag, position) => insertTag(run, position, tag));
  }

  return {
    idOf,
    create(run) {
      if (idOf(run.runId) !== undefined) throw runExists(run.runId);
      insert(...insertedValues(run));
      setTags(lastId.first()?.[0] ?? 0, run.tags);
    },
    update(run, update) {
      const columns = changedColumns(update);
      const assignments = columns.map(([column]) => `${column} = ?`).join(', ');
      prepareChange(connection, `UPDATE runs SET ${assignments} WHERE id = ?`)(
        ...columns.map(([, value]) => value),
        run,
      );
      if (update.tags) setTags(run, update.tags);
    },
    remove: (run) => void deleteRun(run),
    find(runId) {
      const row = findRun.first(runId);
      return row ? toRunRow(row) : null;
    },
    list(filter) {
      const conditions = conditionsOf(filter);
      const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
      const newest = prepareQuery<SelectedRow>(
        connection,
        `${SELECT} ${where} ORDER BY created_at DESC, id DESC LIMIT ?`,
      );
      // -1 is SQLite's "no limit".
      return newest
        .all(...conditions.map(([, value]) => value), filter.limit ?? -1)
        .map(toRunRow)
        .toReversed();
    },
  };
}

export function unknownRun(runId: string): StoreFailure {
  return new StoreFailure(
    'tracking/unknown-run',
    `Expected a run of this store, received '${runId}': create it first with createRun().`,
  );
}

function runExists(runId: string): StoreFailure {
  return new StoreFailure(
    'tracking/run-exists',
    `Run '${runId}' is in the store already: a new run needs an id of its own.`,
  );
}

/** In the order of the columns of `INSERT`. */
function insertedValues(run: RunRow): SqlValue[] {
  return [
    run.runId,
    run.experiment,
    run.status,
    run.algorithm,
    run.env,
    run.seed,
    run.config,
    run.hyperparameters,
    run.timesteps,
    run.totalTimesteps,
    run.createdAt,
    run.updatedAt,
    run.error?.code ?? null,
    run.error?.message ?? null,
    run.error?.causes ?? null,
    run.host,
    run.summary,
  ];
}

function changedColumns({ updatedAt, ...update }: RunRowUpdate): [column: string, value: SqlValue][] {
  const changed: [string, SqlValue | undefined][] = [
    ['updated_at', updatedAt],
    ['status', update.status],
    ['timesteps', update.timesteps],
    ['total_timesteps', update.totalTimesteps],
    ['hyperparameters', update.hyperparameters],
    ['summary', update.summary],
    ['error_code', update.error === null ? null : update.error?.code],
    ['error_message', update.error === null ? null : update.error?.message],
    ['error_causes', update.error === null ? null : update.error?.causes],
    ['host', update.host],
  ];
  return changed.filter((entry): entry is [string, SqlValue] => entry[1] !== undefined);
}

function conditionsOf(filter: RunFilter): [sql: string, value: string | number][] {
  const conditions: [string, string | number | undefined][] = [
    ['status = ?', filter.status],
    ['experiment = ?', filter.experiment],
    ['env = ?', filter.env],
    ['algorithm = ?', filter.algorithm],
    ['seed = ?', filter.seed],
    ['created_at >= ?', filter.createdFrom],
    ['created_at < ?', filter.createdTo],
    ['updated_at >= ?', filter.updatedFrom],
    // A range, which the index on run_id answers; the character after all others ends it.
    ['run_id >= ?', filter.idPrefix],
    ['run_id < ?', filter.idPrefix === undefined ? undefined : `${filter.idPrefix}\u{10ffff}`],
    ['id IN (SELECT run FROM run_tags WHERE tag = ?)', filter.tag],
  ];
  return conditions.filter((entry): entry is [string, string | number] => entry[1] !== undefined);
}

function toRunRow([
  runId,
  experiment,
  status,
  algorithm,
  env,
  seed,
  config,
  hyperparameters,
  timesteps,
  totalTimesteps,
  createdAt,
  updatedAt,
  errorCode,
  errorMessage,
  errorCauses,
  host,
  summary,
  tags,
]: SelectedRow): RunRow {
  return {
    runId,
    experiment,
    status,
    algorithm,
    env,
    seed,
    tags: JSON.parse(tags) as string[],
    config,
    hyperparameters,
    timesteps,
    totalTimesteps,
    createdAt,
    updatedAt,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '', causes: errorCauses ?? '[]' },
    host,
    summary,
  };
}
