import { buildColumns } from './build-columns.ts';
import type { BatchRange, BatchTable } from './batch-table.ts';
import type { PackedPoints, SeriesSummary } from './protocol.ts';
import { createPointUpsert } from './point-upsert.ts';
import { createSeriesIds } from './series-ids.ts';
import { restoreValue, type SpecialValue } from './special-value.ts';
import { prepareQuery, type Connection, type Query, type SqlInteger } from './sql.ts';
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

export function createPointTable(
  connection: Connection,
  { batches, summaries }: { batches: BatchTable; summaries: SummaryTable },
): PointTable {
  const ids = createSeriesIds(connection);
  const upsert = createPointUpsert(connection);
  const sql = prepareAll(connection);

  function summarize([id, name, context]: SeriesRow): SeriesSummary[] {
    const last = sql.lastOf.first(id);
    if (!last) return [];
    const [step, time, value, special] = last;
    const point = { step: Number(step), time, value: restoreValue(value, special) };
    return [{ name, context, count: sql.count.first(id)?.[0] ?? 0, last: point }];
  }

  return {
    forget() {
      ids.forget();
      summaries.forget();
    },
    append(run, points) {
      const { series, steps, bigSteps } = points;
      if (steps.length === 0) return;
      const batch = batches.add(run, { ...extent(bigSteps ?? steps), count: steps.length });
      const idOf = series.map((entry) => ids.intern(run, entry));
      const noteWritten = summaries.expect(idOf);
      upsert(points, idOf, batch);
      noteWritten(points);
    },
    series: (run) => sql.series.all(run, null, null).flatMap(summarize),
    seriesOf: (run, { name, context }) => sql.series.all(run, name, context),
    read(run, { name, context }) {
      const found = sql.series.all(run, name, context);
      return buildColumns(
        found.map(([id, seriesName, json]) => [
          { name: seriesName, context: json },
          (sql.hasBig.first(id) ? sql.bigPointsOf : sql.pointsOf).all(id),
        ]),
      );
    },
    readBatches(run, { after, last, firstStep, lastStep }) {
      const select = lastStep > Number.MAX_SAFE_INTEGER ? sql.bigBatchPointsOf : sql.batchPointsOf;
      return buildColumns(
        sql.series
          .all(run, null, null)
          .map(([id, name, context]) => [{ name, context }, select.all(id, firstStep, lastStep, after, last)]),
      );
    },
  };
}

function prepareAll(connection: Connection) {
  const select = (step: string, rest: string): Query<PointRow> =>
    prepareQuery(connection, `SELECT ${step}, time, value, special FROM points WHERE series = ? ${rest}`);
  const inBatches = 'AND points.step BETWEEN ? AND ? AND batch > ? AND batch <= ? ORDER BY points.step';
  return {
    series: prepareQuery<SeriesRow>(connection, SELECT_SERIES),
    count: prepareQuery<[number]>(connection, 'SELECT count(*) FROM points WHERE series = ?'),
    hasBig: prepareQuery<[number]>(
      connection,
      `SELECT 1 FROM points WHERE series = ? AND step > ${Number.MAX_SAFE_INTEGER} LIMIT 1`,
    ),
    pointsOf: select('step', 'ORDER BY step'),
    bigPointsOf: select('CAST(step AS TEXT)', 'ORDER BY points.step'),
    lastOf: select('step', 'ORDER BY step DESC LIMIT 1'),
    batchPointsOf: select('step', inBatches),
    bigBatchPointsOf: select('CAST(step AS TEXT)', inBatches),
  };
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
