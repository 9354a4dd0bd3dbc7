import { prepareChange, prepareQuery, type Connection } from './sql.ts';
import type { PackedSeries } from './protocol.ts';

/** Gives series, metric names and contexts their numbers, and remembers them. */
export interface SeriesIds {
  /** The series' number; the series is made where it is new. */
  intern(run: number, series: PackedSeries): number;
  /** What was made since may have been undone. */
  forget(): void;
}

export function createSeriesIds(connection: Connection): SeriesIds {
  const internMetric = createInterner(connection, 'metrics', 'name');
  const internContext = createInterner(connection, 'contexts', 'json');
  const findSeries = prepareQuery<[number]>(
    connection,
    'SELECT id FROM series WHERE run = ? AND metric = ? AND context = ?',
  );
  const insertSeries = prepareChange(connection, 'INSERT INTO series (run, metric, context) VALUES (?, ?, ?)');
  const known = new Map<string, number>();

  function lookUp(run: number, { name, context }: PackedSeries): number {
    const key = [run, internMetric(name), internContext(context)];
    const found = findSeries.first(...key);
    if (found) return found[0];
    insertSeries(...key);
    return lookUp(run, { name, context });
  }

  return {
    intern(run, series) {
      const key = `${run}${series.context}${series.name}`;
      const id = known.get(key) ?? lookUp(run, series);
      known.set(key, id);
      return id;
    },
    forget: () => known.clear(),
  };
}

function createInterner(
  connection: Connection,
  table: 'metrics' | 'contexts',
  column: 'name' | 'json',
): (text: string) => number {
  const find = prepareQuery<[number]>(connection, `SELECT id FROM ${table} WHERE ${column} = ?`);
  const insert = prepareChange(connection, `INSERT INTO ${table} (${column}) VALUES (?)`);
  return function intern(text) {
    const found = find.first(text);
    if (found) return found[0];
    insert(text);
    return intern(text);
  };
}
