import { blake2b } from '@noble/hashes/blake2.js';
import { AimError } from '../aim-error.ts';
import { AimBlob, AimFloat, AimObject, entriesOf, isList, type AimKey, type AimValue } from './aim-value.ts';
import { pythonHash } from './python-hash.ts';

/* Salts and the hash of None: aim/storage/hashing/hashing.py of Aim 3.29.1. */
const NONE = 1393794177995070132n;
const TEXT_SALT = saltOf(7540324813251503183n);
const BYTES_SALT = saltOf(-6836296829636613855n);
const NUMBER_SALT = saltOf(-7494597716789683807n);
const LIST_SALT = saltOf(2965039128708897743n);
const DICT_SALT = saltOf(-2435585119574290752n);

const HASH_BYTES = 8;
const utf8 = new TextEncoder();

/**
 * The signed 64-bit hash by which Aim keys contexts and steps: equal values have equal hashes, and `1`, `1.0` and `true`
 * are equal.
 *
 * Throws `aim/bad-value` for what Aim has no hash of: blobs and objects.
 */
export function aimHash(value: AimValue): bigint {
  if (value === null) return NONE;
  if (typeof value === 'string') return digest(utf8.encode(value), TEXT_SALT);
  if (value instanceof Uint8Array) return digest(value, BYTES_SALT);
  if (value instanceof AimFloat) return hashNumber(value.value);
  if (typeof value !== 'object') return hashNumber(Number(value));
  if (isList(value)) return hashAll(value.map(aimHash), LIST_SALT);
  if (value instanceof AimBlob || value instanceof AimObject) {
    throw new AimError(
      'aim/bad-value',
      'Aim has no hash of blobs and objects: expected numbers, texts, lists or dicts.',
    );
  }
  return hashDict(entriesOf(value));
}

/** Sorted by the keys' hashes, so that the order of the entries does not matter. */
function hashDict(entries: readonly [AimKey, AimValue][]): bigint {
  const hashed = entries.map(([key, value]): [bigint, bigint] => [aimHash(key), aimHash(value)]);
  const sorted = hashed.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hashAll(
    sorted.map((pair) => hashAll(pair, LIST_SALT)),
    DICT_SALT,
  );
}

function hashNumber(value: number): bigint {
  return hashAll([pythonHash(value)], NUMBER_SALT);
}

function hashAll(hashes: readonly bigint[], salt: Uint8Array): bigint {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  const view = new DataView(bytes.buffer);
  hashes.forEach((hash, index) => view.setBigInt64(index * HASH_BYTES, hash, true));
  return digest(bytes, salt);
}

function digest(bytes: Uint8Array, salt: Uint8Array): bigint {
  const hash = blake2b(bytes, { dkLen: HASH_BYTES, salt });
  return new DataView(hash.buffer, hash.byteOffset, HASH_BYTES).getBigInt64(0, true);
}

/** BLAKE2b's salt has 16 bytes; Aim's constants fill the first 8. */
function saltOf(constant: bigint): Uint8Array {
  const salt = new Uint8Array(16);
  new DataView(salt.buffer).setBigInt64(0, constant, true);
  return salt;
}
