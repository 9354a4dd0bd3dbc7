import type { CheckpointRecord } from '@cartwheel/experiment-state';
import type { RunStore } from '@cartwheel/tracking';
import type { ProjectFolder } from './project-folder.ts';

/** Writes a run's checkpoints: the folder first, whole or not at all, and then the record of it. */
export interface Checkpointer {
  /** The folder for a checkpoint at `step`, absolute. */
  dirFor(step: number): string;
  /** Notes a folder that was written. */
  note(step: number, weightsHash: string): Promise<CheckpointRecord>;
}

export function createCheckpointer(
  runId: string,
  { folder, store, now }: { folder: ProjectFolder; store: RunStore; now: () => number },
): Checkpointer {
  return {
    dirFor: (step) => folder.resolve(folder.checkpointPath(runId, step)),
    async note(step, weightsHash) {
      const checkpoint = { step, path: folder.checkpointPath(runId, step), weightsHash, time: now() };
      await store.recordCheckpoint(runId, checkpoint);
      return checkpoint;
    },
  };
}

/** A later checkpoint at the same step takes the place of the earlier one. */
export function withCheckpoint(checkpoints: readonly CheckpointRecord[], added: CheckpointRecord): CheckpointRecord[] {
  return [...checkpoints.filter(({ step }) => step !== added.step), added];
}
