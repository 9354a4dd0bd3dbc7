import type { CheckpointRecord } from '@cartwheel/experiment-state';

/** What can be asked of a run while it trains. */
export interface RunControl {
  readonly runId: string;
  /** Takes a checkpoint at the next safe point; resolves when it is on disk. */
  checkpoint(): Promise<CheckpointRecord>;
}
