import type { JournaledRing } from '@cartwheel/algorithms/node';
import type { CheckpointRecord } from '@cartwheel/experiment-state';

export interface ShelvedCheckpoint {
  record: CheckpointRecord;
  rings: Readonly<Record<string, Pick<JournaledRing, 'chunks'>>>;
}

/** The checkpoints of a run that are there. */
export interface CheckpointShelf {
  /** Oldest first. */
  readonly kept: readonly ShelvedCheckpoint[];
  /** Takes a new one in; gives those that go: not the first one of the run, not the last so many, and not the best. */
  add(checkpoint: ShelvedCheckpoint): ShelvedCheckpoint[];
  /** The one at `step` is the best so far. */
  markBest(step: number): void;
}

export function createCheckpointShelf(keepLast: number, before: readonly ShelvedCheckpoint[]): CheckpointShelf {
  let kept = [...before];
  let best = -1;
  return {
    get kept() {
      return kept;
    },
    add(checkpoint) {
      const replaced = kept.filter(({ record }) => record.step === checkpoint.record.step);
      kept = [...kept.filter((each) => !replaced.includes(each)), checkpoint];
      const staying = new Set([kept[0], ...kept.slice(-keepLast)]);
      const surplus = kept.filter((each) => !staying.has(each) && each.record.step !== best);
      kept = kept.filter((each) => !surplus.includes(each));
      return [...replaced, ...surplus];
    },
    markBest(step) {
      best = step;
    },
  };
}
