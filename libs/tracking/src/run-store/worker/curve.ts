import { buildColumns } from './build-columns.ts';
import type { CurveQuery, PackedPoints } from './protocol.ts';
import type { PointRow, PointTable } from './point-table.ts';
import { prepareQuery, type Connection } from './sql.ts';
import { inOrder, pickExtremes, type ReadExtremes, type StepSpan } from './summary/pick-extremes.ts';
import type { SummaryTable } from './summary/summary-table.ts';

/** Reads a series in as many points as a chart can show. */
export type ReadCurve = (run: number, query: CurveQuery) => PackedPoints;

const SELECT = 'SELECT step, time, value, special FROM points WHERE series = ?1';
const BETWEEN = 'AND step >= ?2 AND step < ?3';

/**
 * The steps are cut into equal spans, and of each come the points of the lowest and of the highest value, so that no spike
 * is lost; the first and the last point come too. A span that holds NaN alone gives one of them.
 *
 * Where a series is summed up, few of its points are read: those at the spans' edges, and those that are answered.
 */
export function createCurveReader(
  connection: Connection,
  { points, summaries }: { points: PointTable; summaries: SummaryTable },
): ReadCurve {
  const first = prepareQuery<PointRow>(connection, `${SELECT} ${BETWEEN} ORDER BY step LIMIT ?4`);
  const last = prepareQuery<PointRow>(connection, `${SELECT} ${BETWEEN} ORDER BY step DESC LIMIT 1`);
  const extremes = prepareQuery<ExtremeRow>(connection, `${extreme('min')} UNION ALL ${extreme('max')}`);
  const atSteps = prepareQuery<PointRow>(connection, `${SELECT} AND step IN (SELECT value FROM json_each(?2))`);

  function thinned(id: number, { from, to, maxPoints }: CurveQuery): PointRow[] {
    const [start] = first.all(id, from, to, 1);
    const end = last.first(id, from, to);
    if (!start || !end) return [];
    const spans = equalSpans(Number(start[0]), Number(end[0]) + 1, Math.max(1, Math.floor((maxPoints - 2) / 2)));
    const read: ReadExtremes = (span) => extremes.all(id, span.from, span.to).filter(isPoint);
    const rows = [start, end];
    const steps: number[] = [];
    pickExtremes(spans, summaries.pages(id, from, to), read).forEach((picked, span) => {
      if (picked.length === 0) rows.push(...first.all(id, spans[span].from, spans[span].to, 1));
      for (const { step, row } of picked) {
        if (row) rows.push(row);
        else steps.push(step);
      }
    });
    rows.push(...atSteps.all(id, JSON.stringify(steps)));
    return inOrder(rows);
  }

  return (run, query) => {
    const found = points.seriesOf(run, query);
    return buildColumns(
      found.map(([id, name, context]) => {
        const few = first.all(id, query.from, query.to, query.maxPoints + 1);
        return [{ name, context }, few.length <= query.maxPoints ? few : thinned(id, query)];
      }),
    );
  };
}

function equalSpans(from: number, to: number, count: number): StepSpan[] {
  const width = (to - from) / count;
  const edge = (span: number): number => from + Math.ceil(span * width);
  return Array.from({ length: count }, (_, span) => ({ from: edge(span), to: edge(span + 1) }));
}

/** What goes with `min(value)` in SQLite is of the row that has it; where there is no number, all is NULL. */
type ExtremeRow = PointRow | [null, null, null, null];

function extreme(aggregate: 'min' | 'max'): string {
  return `SELECT step, time, ${aggregate}(value), special FROM points WHERE series = ?1 ${BETWEEN}`;
}

function isPoint(row: ExtremeRow): row is PointRow {
  return row[2] !== null;
}
