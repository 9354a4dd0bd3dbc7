import type { RelayState } from '../run-store/relay-cursor.ts';
import type { RunChanges, RunRecord } from '../run-store/run-store.ts';

/**
 * A place that runs are relayed to. A relay replays a run's record to it, from where it got to the last time: it calls
 * `openRun`, then `write` for one part after the other, and keeps the position, and what `state` is then, after each.
 *
 * Exactly once: the same part may come again, after an error or a crash, and must not be doubled. Either the target holds
 * each value under a key (run, name, context, step), or `state` says how far it was written and `openRun` takes back what
 * came after. After any rejection the relay disposes of the run and opens it again.
 *
 * Every implementation passes the suite at `@cartwheel/tracking/testing`.
 */
export interface Tracker {
  /** Which tracker and which target, in two words: `aim aim://127.0.0.1:53800`. The cursor is kept under this name. */
  readonly id: string;
  /** Opens the run at the target, or makes it there; it counts as going on. */
  openRun(run: RunRecord, options: OpenTrackedRunOptions): Promise<TrackedRun>;
}

/** Where a tracker goes on with a run. */
export interface OpenTrackedRunOptions {
  /** What was kept with the position; `{}` at first. */
  state: RelayState;
  /** All up to here has been written; 0 at first. */
  position: number;
  signal: AbortSignal;
}

/** A run that is open at a target. Disposed, it holds nothing any more; that must not take long. */
export interface TrackedRun extends AsyncDisposable {
  /** Read after each call that resolved, and kept. */
  readonly state: RelayState;
  /** True where the target lost what had been written to it: then all is written anew. */
  readonly startOver: boolean;
  /** Resolves when the target has the points and entries, and would have them after a crash of its own. */
  write(changes: RunChanges, signal: AbortSignal): Promise<void>;
  /** Settings, tags or results of the run are others. */
  update(run: RunRecord, signal: AbortSignal): Promise<void>;
  /** The run has ended, as far as anyone knows. */
  end(end: TrackedEnd, signal: AbortSignal): Promise<void>;
}

/** How a run ended, for its tracker. */
export interface TrackedEnd {
  /** `lost`: its process is gone, and did not say how it ended. */
  status: 'finished' | 'failed' | 'lost';
  /** Milliseconds since the epoch. */
  time: number;
}
