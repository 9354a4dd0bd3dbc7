import type { PackedPoints } from './protocol.ts';
import { specialOf } from './special-value.ts';
import { prepareChange, type Connection, type SqlValue } from './sql.ts';

/** Writes points of one batch; each replaces the one with the same series and step. `idOf`: the numbers of their series. */
export type UpsertPoints = (points: PackedPoints, idOf: readonly number[], batch: number) => void;

/** A statement costs several µs on its way into SQLite, whatever it holds. */
const ROWS_AT_ONCE = 16;

export function createPointUpsert(connection: Connection): UpsertPoints {
  const upsertMany = prepareChange(connection, upsertOf(ROWS_AT_ONCE));
  const upsertOne = prepareChange(connection, upsertOf(1));

  return ({ seriesOf, steps, bigSteps, times, values }, idOf, batch) => {
    const exactSteps = bigSteps ?? steps;
    const parameters: SqlValue[] = [];
    const fill = (from: number, rows: number): SqlValue[] => {
      parameters.length = 0;
      for (let index = from; index < from + rows; index++) {
        const value = values[index];
        parameters.push(idOf[seriesOf[index]], exactSteps[index], times[index], value, specialOf(value), batch);
      }
      return parameters;
    };
    const together = steps.length - (steps.length % ROWS_AT_ONCE);
    for (let next = 0; next < together; next += ROWS_AT_ONCE) upsertMany(...fill(next, ROWS_AT_ONCE));
    for (let next = together; next < steps.length; next++) upsertOne(...fill(next, 1));
  };
}

function upsertOf(rows: number): string {
  return `INSERT INTO points (series, step, time, value, special, batch)
   VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?)').join(', ')}
   ON CONFLICT DO UPDATE SET time = excluded.time, value = excluded.value, special = excluded.special,
     batch = excluded.batch`;
}
