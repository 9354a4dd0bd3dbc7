import { JOBS } from '../../wasm/kernels.ts';
import { JobTimes } from './job-times.ts';

/** Whether work is shared with the second thread; how long things take decides it. */
export interface Pace {
  readonly isShared: boolean;
  /** Whether the time of the next job is wanted. */
  readonly isMeasuring: boolean;
  /** Milliseconds. */
  readonly now: () => number;
  note(job: number, table: number, batch: number, ms: number): void;
  /** After each job. */
  ended(job: number): void;
}

/** Always shared. */
export function constantPace(): Pace {
  return { isShared: true, isMeasuring: false, now: () => 0, note: () => undefined, ended: () => undefined };
}

/** Updates before the first trial, in which V8 compiles the kernels for speed. */
const WARM_UP = 64;
/** A trial: so many updates alone, so many shared, and both again. Learners with several optimisers repeat within four. */
const TURN = 4;
const TRIAL = 4 * TURN;
/** Two threads must save a tenth of the time: they take a processor that others may want. */
const WORTHWHILE = 0.9;
/** How long a decision holds at first and at most, ms, and how many times as long as its trial took at least. */
const FIRST_HOLD_MS = 50;
const LONGEST_HOLD_MS = 2_000;
const HOLD_PER_TRIAL = 20;
/** While work is shared, one update of so many is timed, and so many updates on, what was timed is looked at. */
const WATCHED = 8;
const WATCH_WINDOW = 32;

/**
 * Times both ways in turns, takes the faster, and looks again: after a while, and soon when sharing has become slower than
 * one thread was, as it does on a machine whose processors others want too. Starts alone.
 */
export class AdaptivePace implements Pace {
  isShared = false;
  isMeasuring = false;
  readonly now: () => number;
  readonly #times = new JobTimes();
  /** Of the trial, or since the last one. */
  #updates = 0;
  #isTrial = false;
  #trialStart = 0;
  /** What the last trial decided. */
  #decision = false;
  #holdMs = FIRST_HOLD_MS;
  #holdUntil = Infinity;

  /** `now` gives milliseconds; `performance.now` by default. */
  constructor(now = (): number => performance.now()) {
    this.now = now;
  }

  note(job: number, table: number, batch: number, ms: number): void {
    // Exact in a double: addresses have 30 bits.
    const key = (table * 16 + job) * 65_536 + batch;
    if (this.#isTrial) this.#times.add(key, this.isShared, ms);
    else this.#times.watch(key, ms);
  }

  ended(job: number): void {
    if (job < JOBS.adam || job > JOBS.momentum) return;
    this.#updates++;
    if (this.#isTrial) this.#goOnTrying();
    else if (this.#isDue()) this.#beginTrial();
    else this.isMeasuring = this.isShared && this.#updates % WATCHED === 0;
  }

  #isDue(): boolean {
    if (this.#holdUntil === Infinity) return this.#updates >= WARM_UP;
    if (this.isShared && this.#updates % WATCH_WINDOW === 0 && this.#times.takeWatchedRatio() > 1) return true;
    return this.now() >= this.#holdUntil;
  }

  #beginTrial(): void {
    this.#isTrial = true;
    this.#trialStart = this.now();
    this.#updates = 0;
    this.#times.clear();
    this.isShared = false;
    this.isMeasuring = true;
  }

  #goOnTrying(): void {
    if (this.#updates === TRIAL) {
      this.#endTrial();
      return;
    }
    this.isShared = Math.floor(this.#updates / TURN) % 2 === 1;
    // The other thread may have to wake up first.
    this.isMeasuring = !this.isShared || this.#updates % TURN > 0;
  }

  #endTrial(): void {
    this.isShared = this.#times.sharedRatio() < WORTHWHILE;
    this.#holdMs = this.isShared === this.#decision ? Math.min(2 * this.#holdMs, LONGEST_HOLD_MS) : FIRST_HOLD_MS;
    this.#decision = this.isShared;
    const end = this.now();
    this.#holdUntil = end + Math.max(this.#holdMs, HOLD_PER_TRIAL * (end - this.#trialStart));
    this.#times.takeWatchedRatio();
    this.#isTrial = false;
    this.isMeasuring = false;
    this.#updates = 0;
  }
}
