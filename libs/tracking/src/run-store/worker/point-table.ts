import type { PackedPoints, PackedSeries, SeriesSummary } from './protocol.ts';
import { createSeriesIds } from './series-ids.ts';
import { restoreValue, specialOf, type SpecialValue } from './special-value.ts';
import { prepareChange, prepareQuery, type Connection } from './sql.ts';

export interface PointTable {
  /** Each point replaces the one with the same series and step, if any. */
  append(run: number, points: PackedPoints): void;
  series(run: number): SeriesSummary[];
  read(run: number, query: { name: string | null; context: string | null }): PackedPoints;
  /** See SeriesIds. */
  forget(): void;
}

type PointRow = [step: number, time: number, value: number | null, special: SpecialValue | null];
type SeriesRow = [id: number, name: string, context: string];

const SELECT_SERIES = `
SELECT series.id, metrics.name, contexts.json
FROM series JOIN metrics ON metrics.id = series.metric JOIN contexts ON contexts.id = series.context
WHERE series.run = ?1 AND (?2 IS NULL OR metrics.name = ?2) AND (?3 IS NULL OR contexts.json = ?3)
ORDER BY metrics.name, contexts.json`;

export function createPointTable(connection: Connection): PointTable {
  const ids = createSeriesIds(connection);
  const upsert = prepareChange(
    connection,
    `INSERT INTO points (series, step, time, value, special) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET time = excluded.time, value = excluded.value, special = excluded.special`,
  );
  const selectSeries = prepareQuery<SeriesRow>(connection, SELECT_SERIES);
  const count = prepareQuery<[number]>(connection, 'SELECT count(*) FROM points WHERE series = ?');
  const selectPoints = 'SELECT step, time, value, special FROM points WHERE series = ? ORDER BY step';
  const pointsOf = prepareQuery<PointRow>(connection, selectPoints);
  const lastOf = prepareQuery<PointRow>(connection, `${selectPoints} DESC LIMIT 1`);

  function summarize([id, name, context]: SeriesRow): SeriesSummary[] {
    const last = lastOf.first(id);
    if (!last) return [];
    const [step, time, value, special] = last;
    return [
      { name, context, count: count.first(id)?.[0] ?? 0, last: { step, time, value: restoreValue(value, special) } },
    ];
  }

  return {
    forget: () => ids.forget(),
    append(run, { series, seriesOf, steps, times, values }) {
      const idOf = series.map((entry) => ids.intern(run, entry));
      for (let index = 0; index < steps.length; index++) {
        const value = values[index];
        upsert(idOf[seriesOf[index]], steps[index], times[index], value, specialOf(value));
      }
    },
    series: (run) => selectSeries.all(run, null, null).flatMap(summarize),
    read(run, { name, context }) {
      const found = selectSeries.all(run, name, context);
      return pack(found.map(([id, seriesName, json]) => [{ name: seriesName, context: json }, pointsOf.all(id)]));
    },
  };
}

function pack(found: readonly (readonly [series: PackedSeries, points: readonly PointRow[]])[]): PackedPoints {
  const length = found.reduce((sum, [, points]) => sum + points.length, 0);
  const packed: PackedPoints = {
    series: found.map(([series]) => series),
    seriesOf: new Uint32Array(length),
    steps: new Float64Array(length),
    times: new Float64Array(length),
    values: new Float64Array(length),
  };
  let next = 0;
  found.forEach(([, points], series) => {
    for (const [step, time, value, special] of points) {
      packed.seriesOf[next] = series;
      packed.steps[next] = step;
      packed.times[next] = time;
      packed.values[next] = restoreValue(value, special);
      next++;
    }
  });
  return packed;
}
