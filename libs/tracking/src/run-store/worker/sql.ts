import type Database from 'libsql';

export type Connection = Database.Database;
/** A step may be beyond 2^53; it then goes in as a bigint, and is read as a text. */
export type SqlInteger = number | bigint;
export type SqlValue = SqlInteger | string | Uint8Array | null;

/** A prepared query whose rows are tuples in the order of its columns. */
export interface Query<Row extends readonly SqlValue[]> {
  all(...values: SqlValue[]): Row[];
  first(...values: SqlValue[]): Row | undefined;
}

/** `Row` must be what the columns of `sql` are: the tables are STRICT, so that their types can be relied on. */
export function prepareQuery<Row extends readonly SqlValue[]>(connection: Connection, sql: string): Query<Row> {
  const statement = connection.prepare<[SqlValue[]]>(sql).raw();
  return {
    all: (...values) => statement.all(values) as Row[],
    first: (...values) => statement.get(values) as Row | undefined,
  };
}

/** A prepared change; gives the number of rows that it touched. */
export function prepareChange(connection: Connection, sql: string): (...values: SqlValue[]) => number {
  const statement = connection.prepare<[SqlValue[]]>(sql);
  return (...values) => statement.run(values).changes;
}

/** The answer to a query for one number, such as a pragma's. */
export function queryNumber(connection: Connection, sql: string): number {
  return prepareQuery<[number]>(connection, sql).first()?.[0] ?? 0;
}
