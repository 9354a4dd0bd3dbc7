import type { Ring, StateArray } from '../learner-state.ts';
import { bytesOf, kindOf, type ArrayKind } from '../state-file.ts';

/** The form of a ring. */
export interface RingShape {
  capacity: number;
  columns: readonly { name: string; kind: ArrayKind; width: number }[];
}

export function shapeOf({ capacity, columns }: Pick<Ring, 'capacity' | 'columns'>): RingShape {
  return {
    capacity,
    columns: Object.entries(columns).map(([name, column]) => ({
      name,
      kind: kindOf(column),
      width: column.length / capacity,
    })),
  };
}

/** Copies of the rows `from` … `to − 1`, at most the capacity: column by column, each in the order of its rows. */
export function copyRows(ring: Ring, from: number, to: number): { shape: RingShape; bytes: Uint8Array<ArrayBuffer> } {
  const shape = shapeOf(ring);
  const parts = Object.values(ring.columns).flatMap((column) => stretches(column, ring.capacity, from, to));
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return { shape, bytes };
}

/** Writes what `copyRows` gave back to its rows. False where the bytes are not as many as those rows have. */
export function pasteRows(ring: Ring, from: number, to: number, bytes: Uint8Array): boolean {
  const parts = Object.values(ring.columns).flatMap((column) => stretches(column, ring.capacity, from, to));
  const size = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (size !== bytes.length) return false;
  let offset = 0;
  for (const part of parts) {
    part.set(bytes.subarray(offset, offset + part.byteLength));
    offset += part.byteLength;
  }
  return true;
}

/** The bytes of the rows in a column: one stretch, or two where they go past its end. */
function stretches(column: StateArray, capacity: number, from: number, to: number): Uint8Array[] {
  if (from === to) return [];
  const bytes = bytesOf(column);
  const rowBytes = bytes.length / capacity;
  const start = from % capacity;
  const end = start + (to - from);
  if (end <= capacity) return [bytes.subarray(start * rowBytes, end * rowBytes)];
  return [bytes.subarray(start * rowBytes), bytes.subarray(0, (end - capacity) * rowBytes)];
}
