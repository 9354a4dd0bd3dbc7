/** A number that Aim must take as a float even where it is whole: 1 and 1.0 are different values to it. */
export class AimFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** A text or bytes that Aim keeps aside and loads only when asked: what an image or a text consists of. */
export class AimBlob {
  readonly value: string | Uint8Array;

  constructor(value: string | Uint8Array) {
    this.value = value;
  }
}

/** One of Aim's own objects, such as `aim.text`. */
export class AimObject {
  readonly type: string;
  readonly fields: Readonly<Record<string, AimValue>>;

  constructor(type: string, fields: Readonly<Record<string, AimValue>>) {
    this.type = type;
    this.fields = fields;
  }
}

/** A key of a dict: integers are signed and have 64 bits. */
export type AimKey = string | number | bigint;

/** Values by their names. */
export interface AimRecord {
  readonly [key: string]: AimValue;
}

/**
 * What an Aim tree can hold. A number that is whole and safe goes out as an integer, any other (−0, NaN and ±Infinity
 * among them) as a float; `AimFloat` makes it a float in any case, a bigint an integer of 64 bits.
 */
export type AimValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | AimFloat
  | AimBlob
  | AimObject
  | readonly AimValue[]
  | ReadonlyMap<AimKey, AimValue>
  | AimRecord;

/** A dict as it is read: integer keys are bigints. */
export type DecodedDict = Map<string | bigint, DecodedValue>;

/** What comes back. Integers beyond 2^53 are bigints; a blob is the text or bytes in it. */
export type DecodedValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | DecodedObject
  | DecodedValue[]
  | DecodedDict;

/** An object of Aim's own, as read. */
export interface DecodedObject {
  readonly type: string;
  readonly fields: DecodedDict;
}

export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

const INT64_LIMIT = 2n ** 63n;

export function isInt64(value: bigint): boolean {
  return value >= -INT64_LIMIT && value < INT64_LIMIT;
}

/** The entries of a dict of either form. */
export function entriesOf(dict: ReadonlyMap<AimKey, AimValue> | AimRecord): [AimKey, AimValue][] {
  return isMap(dict) ? [...dict] : Object.entries(dict);
}

function isMap(dict: ReadonlyMap<AimKey, AimValue> | AimRecord): dict is ReadonlyMap<AimKey, AimValue> {
  return dict instanceof Map;
}

export function isList(value: AimValue): value is readonly AimValue[] {
  return Array.isArray(value);
}
