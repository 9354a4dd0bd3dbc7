import { buildColumns } from './build-columns.ts';
import type { BatchRange, BatchTable } from './batch-table.ts';
import type { PackedPoints, SeriesSummary } from './protocol.ts';
import { createSeriesIds } from './series-ids.ts';
import { restoreValue, specialOf, type SpecialValue } from './special-value.ts';
import { prepareChange, prepareQuery, type Connection, type SqlInteger, type SqlValue } from './sql.ts';
import type { SummaryTable } from './summary/summary-table.ts';

export interface PointTable {
  /** Each point replaces the one with the same series and step, if any. */
  append(run: number, points: PackedPoints): void;
  series(run: number): SeriesSummary[];
  read(run: number, query: { name: string | null; context: string | null }): PackedPoints;
  /** Those that the range's writes wrote, and none after them. */
  readBatches(run: number, range: BatchRange): PackedPoints;
  /** The numbers and names of a run's series. */
  seriesOf(run: number, query: { name: string | null; context: string | null }): SeriesRow[];
  /** See SeriesIds and SummaryTable. */
  forget(): void;
}

/** `step` is a text where it may be beyond 2^53. */
export type PointRow = [step: number | string, time: number, value: number | null, special: SpecialValue | null];
export type SeriesRow = [id: number, name: string, context: string];

const SELECT_SERIES = `
SELECT series.id, metrics.name, contexts.json
FROM series JOIN metrics ON metrics.id = series.metric JOIN contexts ON contexts.id = series.context
WHERE series.run = ?1 AND (?2 IS NULL OR metrics.name = ?2) AND (?3 IS NULL OR contexts.json = ?3)
ORDER BY metrics.name, contexts.json`;

/** A statement costs several µs on its way into SQLite, whatever it holds. */
const ROWS_AT_ONCE = 16;

const upsertOf = (rows: number): string =>
  `INSERT INTO points (series, step, time, value, special, batch)
   VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?)').join(', ')}
   ON CONFLICT DO UPDATE SET time = excluded.time, value = excluded.value, special = excluded.special,
     batch = excluded.batch`;

export function createPointTable(
  connection: Connection,
  { batches, summaries }: { batches: BatchTable; summaries: SummaryTable },
): PointTable {
  const ids = createSeriesIds(connection);
  const upsertMany = prepareChange(connection, upsertOf(ROWS_AT_ONCE));
  const upsertOne = prepareChange(connection, upsertOf(1));
  const selectSeries = prepareQuery<SeriesRow>(connection, SELECT_SERIES);
  const count = prepareQuery<[number]>(connection, 'SELECT count(*) FROM points WHERE series = ?');
  const hasBig = prepareQuery<[number]>(
    connection,
    `SELECT 1 FROM points WHERE series = ? AND step > ${Number.MAX_SAFE_INTEGER} LIMIT 1`,
  );
  const pointsOf = prepareQuery<PointRow>(connection, selectPoints('step', 'ORDER BY step'));
  const bigPointsOf = prepareQuery<PointRow>(connection, selectPoints('CAST(step AS TEXT)', 'ORDER BY points.step'));
  const lastOf = prepareQuery<PointRow>(connection, selectPoints('step', 'ORDER BY step DESC LIMIT 1'));
  const inBatches = 'AND points.step BETWEEN ? AND ? AND batch > ? AND batch <= ? ORDER BY points.step';
  const batchPointsOf = prepareQuery<PointRow>(connection, selectPoints('step', inBatches));
  const bigBatchPointsOf = prepareQuery<PointRow>(connection, selectPoints('CAST(step AS TEXT)', inBatches));

  function summarize([id, name, context]: SeriesRow): SeriesSummary[] {
    const last = lastOf.first(id);
    if (!last) return [];
    const [step, time, value, special] = last;
    const point = { step: Number(step), time, value: restoreValue(value, special) };
    return [{ name, context, count: count.first(id)?.[0] ?? 0, last: point }];
  }

  return {
    forget() {
      ids.forget();
      summaries.forget();
    },
    append(run, points) {
      const { series, seriesOf, steps, bigSteps, times, values } = points;
      if (steps.length === 0) return;
      const all: SqlInteger[] | Float64Array = bigSteps ? [...bigSteps] : steps;
      const batch = batches.add(run, { ...extent(all), count: steps.length });
      const idOf = series.map((entry) => ids.intern(run, entry));
      const noteWritten = summaries.expect(idOf);
      const parameters: SqlValue[] = [];
      const fill = (from: number, rows: number): SqlValue[] => {
        parameters.length = 0;
        for (let index = from; index < from + rows; index++) {
          const value = values[index];
          parameters.push(idOf[seriesOf[index]], all[index], times[index], value, specialOf(value), batch);
        }
        return parameters;
      };
      const together = steps.length - (steps.length % ROWS_AT_ONCE);
      for (let next = 0; next < together; next += ROWS_AT_ONCE) upsertMany(...fill(next, ROWS_AT_ONCE));
      for (let next = together; next < steps.length; next++) upsertOne(...fill(next, 1));
      noteWritten(points);
    },
    series: (run) => selectSeries.all(run, null, null).flatMap(summarize),
    seriesOf: (run, { name, context }) => selectSeries.all(run, name, context),
    read(run, { name, context }) {
      const found = selectSeries.all(run, name, context);
      return buildColumns(
        found.map(([id, seriesName, json]) => [
          { name: seriesName, context: json },
          (hasBig.first(id) ? bigPointsOf : pointsOf).all(id),
        ]),
      );
    },
    readBatches(run, { after, last, firstStep, lastStep }) {
      const select = lastStep > Number.MAX_SAFE_INTEGER ? bigBatchPointsOf : batchPointsOf;
      return buildColumns(
        selectSeries
          .all(run, null, null)
          .map(([id, name, context]) => [{ name, context }, select.all(id, firstStep, lastStep, after, last)]),
      );
    },
  };
}

function selectPoints(step: string, rest: string): string {
  return `SELECT ${step}, time, value, special FROM points WHERE series = ? ${rest}`;
}

function extent(steps: ArrayLike<SqlInteger>): { firstStep: SqlInteger; lastStep: SqlInteger } {
  let firstStep = steps[0];
  let lastStep = steps[0];
  for (let index = 1; index < steps.length; index++) {
    if (steps[index] < firstStep) firstStep = steps[index];
    if (steps[index] > lastStep) lastStep = steps[index];
  }
  return { firstStep, lastStep };
}
