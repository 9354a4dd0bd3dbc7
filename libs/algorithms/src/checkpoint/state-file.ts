import type { LearnerState, PartState, StateArray, StateValue } from './learner-state.ts';
import { wrongState } from './part-state.ts';

/** Where an array lies in the bytes. */
interface ArrayEntry {
  name: string;
  kind: ArrayKind;
  offset: number;
  length: number;
}

/** A part, its arrays elsewhere. */
export interface PartEntry {
  values: Readonly<Record<string, StateValue>>;
  arrays: readonly ArrayEntry[];
}

export interface EncodedParts {
  entries: Readonly<Record<string, PartEntry>>;
  bytes: Uint8Array;
}

const KINDS = {
  Float32Array,
  Float64Array,
  Int32Array,
  Uint8Array,
} as const;
export type ArrayKind = keyof typeof KINDS;

/** Every array begins at a multiple of its element's size. */
const ALIGNMENT = 8;

export function kindOf(array: StateArray): ArrayKind {
  return array[Symbol.toStringTag];
}

function createArray(kind: ArrayKind, length: number): StateArray {
  return new KINDS[kind](length);
}

/** The arrays of all parts one after the other, in the byte order of the machine (little-endian wherever Node.js runs). */
export function encodeParts(parts: LearnerState['parts']): EncodedParts {
  let size = 0;
  const arrays: { entry: ArrayEntry; array: StateArray }[] = [];
  const entryOf = ([name, array]: [string, StateArray]): ArrayEntry => {
    const entry = { name, kind: kindOf(array), offset: size, length: array.length };
    size = Math.ceil((size + array.byteLength) / ALIGNMENT) * ALIGNMENT;
    arrays.push({ entry, array });
    return entry;
  };
  const entries = Object.entries(parts).map(([name, { values, arrays: own }]): [string, PartEntry] => [
    name,
    { values, arrays: Object.entries(own).map(entryOf) },
  ]);
  const bytes = new Uint8Array(size);
  for (const { entry, array } of arrays) bytes.set(bytesOf(array), entry.offset);
  return { entries: Object.fromEntries(entries), bytes };
}

export function decodeParts({ entries, bytes }: EncodedParts): Record<string, PartState> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, { values, arrays }]) => [
      name,
      { values, arrays: decodeArrays(arrays, bytes) },
    ]),
  );
}

export function bytesOf(array: StateArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function decodeArrays(entries: readonly ArrayEntry[], bytes: Uint8Array): Record<string, StateArray> {
  return Object.fromEntries(
    entries.map(({ name, kind, offset, length }) => {
      const array = createArray(kind, length);
      const end = offset + array.byteLength;
      if (end > bytes.length) throw wrongState(name, `${end} bytes`, String(bytes.length));
      bytesOf(array).set(bytes.subarray(offset, end));
      return [name, array];
    }),
  );
}
