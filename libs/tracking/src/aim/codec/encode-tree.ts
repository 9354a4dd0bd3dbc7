import { AimError } from '../aim-error.ts';
import {
  AimBlob,
  AimFloat,
  AimObject,
  entriesOf,
  isInt64,
  isList,
  isWhole,
  type AimKey,
  type AimValue,
} from './aim-value.ts';
import { ByteWriter } from './byte-writer.ts';
import { KEY_END, VALUE_TYPE } from './value-type.ts';

const utf8 = new TextEncoder();

/**
 * A value as Aim's packed tree: frames `u32le keyLen | key | u8 isBlob | u32le valLen | val`, parents before children.
 *
 * Throws `aim/bad-value` for an empty key and for an integer beyond 64 bits.
 */
export function encodeTree(value: AimValue): Uint8Array<ArrayBuffer> {
  const tree = new TreeWriter();
  tree.write(value);
  return tree.bytes();
}

class TreeWriter {
  readonly #out = new ByteWriter();
  readonly #path = new ByteWriter();

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#out.copy();
  }

  write(value: AimValue): void {
    if (isList(value)) {
      this.#marker(VALUE_TYPE.list);
      value.forEach((item, index) => this.#child(index, item));
    } else if (value instanceof AimObject) {
      this.#text(VALUE_TYPE.object, value.type, false);
      for (const [key, field] of Object.entries(value.fields)) this.#child(key, field);
    } else if (isLeaf(value)) this.#leaf(value);
    else this.#dict(entriesOf(value));
  }

  /** Only an empty dict needs a frame of its own, but for the root's. */
  #dict(entries: readonly [AimKey, AimValue][]): void {
    if (entries.length === 0) this.#marker(VALUE_TYPE.dict);
    for (const [key, value] of entries) this.#child(key, value);
  }

  #child(key: AimKey, value: AimValue): void {
    const { length } = this.#path;
    this.#element(key);
    this.write(value);
    this.#path.cut(length);
  }

  #element(key: AimKey): void {
    if (key === '') throw new AimError('aim/bad-value', 'Aim has no empty keys: expected a key with a name.');
    if (typeof key === 'string') this.#path.bytes(utf8.encode(key));
    else {
      this.#path.byte(KEY_END);
      this.#path.int64(checkedInt64(BigInt(key)), false);
    }
    this.#path.byte(KEY_END);
  }

  #leaf(value: AimLeaf): void {
    if (value === null) this.#marker(VALUE_TYPE.none);
    else if (value instanceof AimFloat) this.#float(value.value);
    else if (value instanceof AimBlob) this.#data(value.value, true);
    else if (typeof value === 'boolean') this.#bool(value);
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'bigint') this.#int(value);
    else this.#data(value, false);
  }

  #number(value: number): void {
    if (isWhole(value)) this.#int(BigInt(value));
    else this.#float(value);
  }

  #data(value: string | Uint8Array, isBlob: boolean): void {
    if (typeof value === 'string') return this.#text(VALUE_TYPE.text, value, isBlob);
    this.#frame(VALUE_TYPE.bytes, value.length, isBlob);
    this.#out.bytes(value);
  }

  #text(type: number, value: string, isBlob: boolean): void {
    const bytes = utf8.encode(value);
    this.#frame(type, bytes.length, isBlob);
    this.#out.bytes(bytes);
  }

  #bool(value: boolean): void {
    this.#frame(VALUE_TYPE.bool, 1, false);
    this.#out.byte(value ? 1 : 0);
  }

  #int(value: bigint): void {
    this.#frame(VALUE_TYPE.int, 8, false);
    this.#out.int64(checkedInt64(value), true);
  }

  #float(value: number): void {
    this.#frame(VALUE_TYPE.float, 8, false);
    this.#out.float64(value);
  }

  #marker(type: number): void {
    this.#frame(type, 0, false);
  }

  /** All of a frame but the payload. */
  #frame(type: number, payloadLength: number, isBlob: boolean): void {
    const key = this.#path.view();
    this.#out.uint32(key.length);
    this.#out.bytes(key);
    this.#out.byte(isBlob ? 1 : 0);
    this.#out.uint32(payloadLength + 1);
    this.#out.byte(type);
  }
}

type AimLeaf = null | boolean | number | bigint | string | Uint8Array | AimFloat | AimBlob;

function isLeaf(value: Exclude<AimValue, readonly AimValue[] | AimObject>): value is AimLeaf {
  return (
    value === null ||
    typeof value !== 'object' ||
    value instanceof AimFloat ||
    value instanceof AimBlob ||
    value instanceof Uint8Array
  );
}

function checkedInt64(value: bigint): bigint {
  if (isInt64(value)) return value;
  throw new AimError('aim/bad-value', `Expected an integer of at most 64 bits, received ${value}: send it as a float.`);
}
