import type { CheckpointRecord } from '@cartwheel/experiment-state';
import { prepareChange, prepareQuery, type Connection } from './sql.ts';

export interface CheckpointTable {
  /** `forget`: steps whose checkpoints are no more. */
  record(run: number, checkpoint: CheckpointRecord, forget: readonly number[]): void;
  list(run: number): CheckpointRecord[];
}

type CheckpointRow = [step: number, path: string, weightsHash: string, time: number];

export function createCheckpointTable(connection: Connection): CheckpointTable {
  const upsert = prepareChange(
    connection,
    `INSERT INTO checkpoints (run, step, path, weights_hash, time) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET path = excluded.path, weights_hash = excluded.weights_hash, time = excluded.time`,
  );
  const remove = prepareChange(connection, 'DELETE FROM checkpoints WHERE run = ? AND step = ?');
  const select = prepareQuery<CheckpointRow>(
    connection,
    'SELECT step, path, weights_hash, time FROM checkpoints WHERE run = ? ORDER BY step',
  );
  return {
    record(run, { step, path, weightsHash, time }, forget) {
      for (const old of forget) remove(run, old);
      upsert(run, step, path, weightsHash, time);
    },
    list: (run) => select.all(run).map(([step, path, weightsHash, time]) => ({ step, path, weightsHash, time })),
  };
}
