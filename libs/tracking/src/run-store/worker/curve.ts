import { buildColumns } from './build-columns.ts';
import type { CurveQuery, PackedPoints } from './protocol.ts';
import type { PointRow, PointTable } from './point-table.ts';
import { prepareQuery, type Connection } from './sql.ts';

/** Reads a series in as many points as a chart can show. */
export type ReadCurve = (run: number, query: CurveQuery) => PackedPoints;

const COLUMNS = 'SELECT step, time, value, special FROM points WHERE series = ?1 AND step >= ?2 AND step < ?3';

/**
 * The steps are cut into equal spans, and of each come the points of the lowest and of the highest value, so that no spike
 * is lost; the first and the last point come too. A span that holds NaN alone gives one of them.
 *
 * Two short scans of each span: grouping the whole series in one query takes SQLite several times as long, since it sorts.
 */
export function createCurveReader(connection: Connection, points: PointTable): ReadCurve {
  const first = prepareQuery<PointRow>(connection, `${COLUMNS} ORDER BY step LIMIT ?4`);
  const last = prepareQuery<PointRow>(connection, `${COLUMNS} ORDER BY step DESC LIMIT 1`);
  const extremes = prepareQuery<ExtremeRow>(connection, `${extreme('min')} UNION ALL ${extreme('max')}`);

  function spanned(id: number, from: number, to: number): PointRow[] {
    const found = extremes.all(id, from, to).filter(isPoint);
    return found.length === 0 ? first.all(id, from, to, 1) : inOrder(found);
  }

  function thinned(id: number, { from, to, maxPoints }: CurveQuery): PointRow[] {
    const [start] = first.all(id, from, to, 1);
    const end = last.first(id, from, to);
    if (!start || !end) return [];
    const spans = Math.max(1, Math.floor((maxPoints - 2) / 2));
    const firstStep = Number(start[0]);
    const width = (Number(end[0]) + 1 - firstStep) / spans;
    const edge = (span: number): number => firstStep + Math.ceil(span * width);
    const inner = Array.from({ length: spans }, (_, span) => spanned(id, edge(span), edge(span + 1))).flat();
    return inOrder([start, ...inner, end]);
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

/** What goes with `min(value)` in SQLite is of the row that has it; where there is no number, all is NULL. */
type ExtremeRow = PointRow | [null, null, null, null];

function extreme(aggregate: 'min' | 'max'): string {
  return `SELECT step, time, ${aggregate}(value), special FROM points WHERE series = ?1 AND step >= ?2 AND step < ?3`;
}

function isPoint(row: ExtremeRow): row is PointRow {
  return row[2] !== null;
}

/** By step, each step once. */
function inOrder(rows: PointRow[]): PointRow[] {
  const sorted = rows.toSorted(([a], [b]) => Number(a) - Number(b));
  return sorted.filter(([step], index) => index === 0 || step !== sorted[index - 1][0]);
}
