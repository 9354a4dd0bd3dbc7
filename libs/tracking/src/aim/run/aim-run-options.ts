import type { AimRecord } from '../codec/aim-value.ts';

/** Which run of Aim's is written, and what it is called. */
export interface AimRunOptions {
  /** 24 lower-case hexadecimal digits. The run of that hash is gone on with where there is one. Default: a new one. */
  hash?: string;
  name?: string;
  experiment?: string;
  description?: string;
  tags?: readonly string[];
  /** Entries of the run's params, such as `{ hparams: { … } }`. */
  params?: AimRecord;
  /** Milliseconds since the epoch. Default: now, or what the run has. */
  createdAt?: number;
}

/** Where a value belongs in its sequence. */
export interface AimPlace {
  /** Names the sequence, together with the context. */
  name: string;
  /** A whole number; a second value of one step replaces the first. Aim tells steps beyond 2^53 apart as doubles are. */
  step: number | bigint;
  /** Default `{}`. */
  context?: AimRecord;
  /** Default: none. */
  epoch?: number;
  /** Milliseconds since the epoch. Default: now. */
  time?: number;
}

export interface AimPoint extends AimPlace {
  /** Taken as a float, NaN and ±Infinity included. */
  value: number;
}

/** An encoded picture, as PNG or JPEG. */
export interface AimImage {
  data: Uint8Array;
  /** As PIL names it: `png`, `jpeg` … */
  format: string;
  /** Pixels. */
  width: number;
  height: number;
  /** PIL's: `RGB` (default), `RGBA`, `L`. */
  mode?: string;
  caption?: string;
}
