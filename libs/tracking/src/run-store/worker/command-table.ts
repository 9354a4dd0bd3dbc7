import type { CommandRow } from './protocol.ts';
import { prepareChange, prepareQuery, type Connection } from './sql.ts';

export interface CommandTable {
  /** One that is there already stays. */
  record(run: number, command: { id: string; command: string; sentAt: number }): void;
  /** The first outcome of a command stays. Gives whether the command is known. */
  settle(run: number, outcome: { commandId: string; outcome: string }): boolean;
  /** In the order in which they were sent. */
  list(run: number): CommandRow[];
}

export function createCommandTable(connection: Connection): CommandTable {
  const insert = prepareChange(
    connection,
    'INSERT INTO commands (run, command_id, command, sent_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const update = prepareChange(
    connection,
    'UPDATE commands SET outcome = coalesce(outcome, ?) WHERE run = ? AND command_id = ?',
  );
  const select = prepareQuery<[command: string, outcome: string | null]>(
    connection,
    'SELECT command, outcome FROM commands WHERE run = ? ORDER BY sent_at, command_id',
  );
  return {
    record: (run, { id, command, sentAt }) => void insert(run, id, command, sentAt),
    settle: (run, { commandId, outcome }) => update(outcome, run, commandId) > 0,
    list: (run) => select.all(run).map(([command, outcome]) => ({ command, outcome })),
  };
}
