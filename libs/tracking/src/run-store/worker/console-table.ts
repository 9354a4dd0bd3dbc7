import type { ConsoleLine } from '../run-store.ts';
import { prepareChange, prepareQuery, type Connection } from './sql.ts';

export interface ConsoleTable {
  append(run: number, lines: readonly ConsoleLine[]): void;
  /** The last ones, in the order in which they came. */
  tail(run: number, limit: number): ConsoleLine[];
}

export function createConsoleTable(connection: Connection): ConsoleTable {
  const insert = prepareChange(
    connection,
    `INSERT INTO console (run, line, time, stream, text)
     VALUES (?1, (SELECT coalesce(max(line), 0) + 1 FROM console WHERE run = ?1), ?2, ?3, ?4)`,
  );
  const select = prepareQuery<[time: number, stream: ConsoleLine['stream'], text: string]>(
    connection,
    'SELECT time, stream, text FROM console WHERE run = ? ORDER BY line DESC LIMIT ?',
  );
  return {
    append(run, lines) {
      for (const { time, stream, text } of lines) insert(run, time, stream, text);
    },
    tail: (run, limit) =>
      select
        .all(run, limit)
        .map(([time, stream, text]) => ({ time, stream, text }))
        .toReversed(),
  };
}
