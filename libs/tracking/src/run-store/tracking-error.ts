import { CartwheelError } from '@cartwheel/async-guard';

/**
 * - `no-store`: nothing to read at that place.
 * - `newer-store`: written by a newer Cartwheel; left as it is.
 * - `older-store`: of an older Cartwheel, and opened to read: opened to write, it is migrated.
 * - `corrupt-store`: not a run store, or damaged; left as it is.
 * - `unwritable`: the folder or the file cannot be written.
 * - `read-only`: a write to a store that was opened to read.
 * - `disk-full`, `busy` (another process held the store for longer than the busy timeout), `failed`: SQLite's answer.
 * - `run-exists`, `unknown-run`, `invalid-point`, `invalid-record`: the caller's mistake; nothing was written.
 * - `big-step`: a step beyond 2^53 where a number was asked for: read it with `pointsWithBigSteps()`.
 * - `cursor-taken`: another process delivers this run to that tracker.
 * - `unknown-tracker`: no tracker is known by that id.
 * - `invalid-tracker-file`: a module that makes no tracker.
 * - `worker-crashed`: the thread that writes, or that of the relays, ended by itself.
 * - `closed`: a call after `close()`.
 */
export type TrackingErrorCode =
  | 'tracking/no-store'
  | 'tracking/newer-store'
  | 'tracking/older-store'
  | 'tracking/corrupt-store'
  | 'tracking/unwritable'
  | 'tracking/read-only'
  | 'tracking/disk-full'
  | 'tracking/busy'
  | 'tracking/failed'
  | 'tracking/run-exists'
  | 'tracking/unknown-run'
  | 'tracking/invalid-point'
  | 'tracking/invalid-record'
  | 'tracking/big-step'
  | 'tracking/cursor-taken'
  | 'tracking/unknown-tracker'
  | 'tracking/invalid-tracker-file'
  | 'tracking/worker-crashed'
  | 'tracking/closed';

/** What the run store throws on purpose. */
export class TrackingError extends CartwheelError<TrackingErrorCode> {}
