import { CartwheelError } from '@cartwheel/async-guard';

/** Which checkpoints stay. */
export interface CheckpointRetention {
  /** So many of the newest: 1 or more. */
  last: number;
  /** Besides, the one of the best evaluation so far. Default false. */
  best?: boolean;
  /** Takes a folder away: `removeFolder` of `@cartwheel/callbacks/node`. */
  readonly remove: (dir: string) => Promise<void>;
}

/** The checkpoints of this training that are still there. */
export interface CheckpointShelf {
  /** The newest; what falls off is removed. */
  add(dir: string): Promise<void>;
  /** The best until the next call; the one before is removed unless it is among the last. */
  markBest(dir: string): Promise<void>;
}

/** Throws `callbacks/invalid-retention` unless `last` is a positive integer. */
export function createCheckpointShelf(keep: CheckpointRetention | undefined): CheckpointShelf {
  if (keep === undefined) return { add: () => Promise.resolve(), markBest: () => Promise.resolve() };
  const { last: count, remove } = keep;
  requireLast(count);
  let dirs: string[] = [];
  let best: string | undefined;

  async function removeSurplus(): Promise<void> {
    const last = new Set(dirs.slice(-count));
    const surplus = dirs.filter((dir) => !last.has(dir) && dir !== best);
    dirs = dirs.filter((dir) => !surplus.includes(dir));
    for (const dir of surplus) await remove(dir);
  }

  return {
    add(dir) {
      dirs = [...dirs.filter((other) => other !== dir), dir];
      return removeSurplus();
    },
    markBest(dir) {
      best = dir;
      return removeSurplus();
    },
  };
}

function requireLast(last: number): void {
  if (Number.isInteger(last) && last > 0) return;
  throw new CartwheelError(
    'callbacks/invalid-retention',
    `expected keep.last to be a number of checkpoints, a positive integer, got ${last}; leave keep out to keep all`,
  );
}
