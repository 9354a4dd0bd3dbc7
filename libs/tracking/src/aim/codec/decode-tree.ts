import { AimError } from '../aim-error.ts';
import type { DecodedDict, DecodedValue } from './aim-value.ts';
import { KEY_END, VALUE_TYPE } from './value-type.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The reverse of `encodeTree`.
 *
 * Throws `aim/bad-reply` for bytes that are no packed tree.
 */
export function decodeTree(bytes: Uint8Array): DecodedValue {
  try {
    const root: TreeNode = { children: new Map() };
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let offset = 0; offset < bytes.length;) offset = readFrame(bytes, view, offset, root);
    return valueOf(root);
  } catch (cause) {
    if (cause instanceof AimError) throw cause;
    throw new AimError('aim/bad-reply', `Expected a packed tree, received ${bytes.length} bytes that are none.`, {
      cause,
    });
  }
}

interface TreeNode {
  /** Type byte and payload; a dict that has children goes without. */
  value?: Uint8Array;
  children: Map<string | bigint, TreeNode>;
}

/** Gives the offset behind the frame. */
function readFrame(bytes: Uint8Array, view: DataView, start: number, root: TreeNode): number {
  const key = start + 4;
  const blobFlag = key + view.getUint32(start, true);
  const value = blobFlag + 5;
  const end = value + view.getUint32(blobFlag + 1, true);
  if (end > bytes.length) throw new RangeError(`A frame ends at ${end}, behind the bytes.`);
  nodeAt(root, keysOf(bytes.subarray(key, blobFlag))).value = bytes.subarray(value, end);
  return end;
}

function nodeAt(root: TreeNode, path: readonly (string | bigint)[]): TreeNode {
  let node = root;
  for (const key of path) {
    const child: TreeNode = node.children.get(key) ?? { children: new Map() };
    node.children.set(key, child);
    node = child;
  }
  return node;
}

const INT_KEY_BYTES = 8;

function keysOf(path: Uint8Array): (string | bigint)[] {
  const keys: (string | bigint)[] = [];
  const view = new DataView(path.buffer, path.byteOffset, path.byteLength);
  for (let offset = 0; offset < path.length;) {
    const isInt = path[offset] === KEY_END;
    const end = isInt ? offset + 1 + INT_KEY_BYTES : path.indexOf(KEY_END, offset);
    if (path[end] !== KEY_END) throw new RangeError(`The key at ${offset} of a path has no end.`);
    keys.push(isInt ? view.getBigInt64(offset + 1) : utf8.decode(path.subarray(offset, end)));
    offset = end + 1;
  }
  return keys;
}

function valueOf({ value, children }: TreeNode): DecodedValue {
  if (!value) return dictOf(children);
  const payload = value.subarray(1);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  switch (value[0]) {
    case VALUE_TYPE.none:
      return null;
    case VALUE_TYPE.bool:
      return view.getUint8(0) === 1;
    case VALUE_TYPE.int:
      return safest(view.getBigInt64(0, true));
    case VALUE_TYPE.float:
      return view.getFloat64(0, true);
    case VALUE_TYPE.text:
      return utf8.decode(payload);
    case VALUE_TYPE.bytes:
      return payload.slice();
    case VALUE_TYPE.list:
      return listOf(children);
    case VALUE_TYPE.dict:
      return dictOf(children);
    case VALUE_TYPE.object:
      return { type: utf8.decode(payload), fields: dictOf(children) };
    default:
      throw new AimError('aim/bad-reply', `Expected a value of a known type, received type byte ${value[0]}.`);
  }
}

function dictOf(children: TreeNode['children']): DecodedDict {
  return new Map([...children].map(([key, child]) => [key, valueOf(child)]));
}

/** Items in order of position; the server may leave some out. */
function listOf(children: TreeNode['children']): DecodedValue[] {
  const items = [...children].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return items.map(([, child]) => valueOf(child));
}

function safest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
