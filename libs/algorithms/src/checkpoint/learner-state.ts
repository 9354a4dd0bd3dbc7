/** What of a part is kept as it is in memory. */
export type StateArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** JSON, with the doubles that JSON cannot carry. */
export type StateValue =
  | string
  | number
  | boolean
  | null
  | readonly StateValue[]
  | { readonly [name: string]: StateValue };

/** All that a part's next step depends on: JSON, and typed arrays by name. Copies: nothing of it changes afterwards. */
export interface PartState {
  readonly values: Readonly<Record<string, StateValue>>;
  readonly arrays: Readonly<Record<string, StateArray>>;
}

/**
 * A part of a learner that a checkpoint holds: a generator, an optimiser, a collector … What `readState` gave, written
 * into a fresh part of the same form, makes it go on to the bit as the first one does.
 */
export interface Stateful {
  readState(): PartState;
  /** Throws `algorithms/wrong-state` for the state of another form. */
  writeState(state: PartState): void;
}

/**
 * Rows in typed arrays, the newest over the oldest: what is too large to be copied at each checkpoint, a replay buffer.
 * It is handed over as it is. Whoever keeps it copies the rows that came since the last time: row `k` of all that were
 * ever added lies at `k % capacity`.
 */
export interface Ring {
  readonly capacity: number;
  /** Rows ever added. */
  readonly added: number;
  /** Each of `capacity` rows of one width. */
  readonly columns: Readonly<Record<string, StateArray>>;
  /** After the columns were written: as if so many rows had been added. Throws `algorithms/wrong-state`. */
  restoreAdded(added: number): void;
}

/** A learner at a safe point: all that it goes on from, by the names of its parts. */
export interface LearnerState {
  readonly parts: Readonly<Record<string, PartState>>;
  /** The live ones, no copies. */
  readonly rings: Readonly<Record<string, Ring>>;
}
