import { jsonValue, type JsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';
import type { CursorRow } from './worker/protocol.ts';

/** What a relay keeps about its target, to go on with: an id, a file's length. */
export type RelayState = Readonly<Record<string, JsonValue>>;

/** How far a tracker has got with a run. */
export interface RelayCursor {
  /** The tracker's id, such as `aim aim://127.0.0.1:53800`. */
  tracker: string;
  /** All up to this position has been delivered. */
  position: number;
  /** The last position that there is. */
  head: number;
  /** Points and entries that have not been delivered. */
  pending: number;
  state: RelayState;
  /** What keeps it from going on. */
  error: string | null;
  /** Milliseconds since the epoch. */
  updatedAt: number;
  /** Who delivers; null while nobody does. */
  owner: string | null;
  /** When the owner's claim ends without another save; milliseconds since the epoch. */
  ownedUntil: number;
}

/** Who claims a cursor, and for how long. */
export interface CursorClaimOptions {
  owner: string;
  /** How long the claim lasts without a save, in milliseconds. */
  forMs: number;
  /** An owner that is known to have ended. */
  deadOwner?: string;
}

/** How far a relay has come. */
export interface CursorProgress {
  owner: string;
  /** As with the claim; 0 gives the claim back. */
  forMs: number;
  position?: number;
  state?: RelayState;
  /** Null by default. */
  error?: string | null;
}

const relayState = z.record(z.string(), jsonValue);

export function toRelayCursor({ state, ...row }: CursorRow): RelayCursor {
  return { ...row, state: relayState.parse(JSON.parse(state)) };
}
