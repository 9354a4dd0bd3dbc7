import type { CheckpointRecord } from '@cartwheel/experiment-state';
import { prepareChange, prepareQuery, type Connection } from './sql.ts';

export interface CheckpointTable {
  record(run: number, checkpoint: CheckpointRecord): void;
  list(run: number): CheckpointRecord[];
}

type CheckpointRow = [step: number, path: string, weightsHash: string, time: number];

export function createCheckpointTable(connection: Connection): CheckpointTable {
  const upsert = prepareChange(
    connection,
    `INSERT INTO checkpoints (run, step, path, weights_hash, time) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET path = excluded.path, weights_hash = excluded.weights_hash, time = excluded.time`,
  );
  const select = prepareQuery<CheckpointRow>(
    connection,
    'SELECT step, path, weights_hash, time FROM checkpoints WHERE run = ? ORDER BY step',
  );
  return {
    // quality-ignore unguarded -- upsert is synchronous
    record: (run, { step, path, weightsHash, time }) => void upsert(run, step, path, weightsHash, time),
    list: (run) => select.all(run).map(([step, path, weightsHash, time]) => ({ step, path, weightsHash, time })),
  };
}
