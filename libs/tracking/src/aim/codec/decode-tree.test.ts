import { expect, it } from '@jest/globals';
import { decodeTree } from './decode-tree.ts';
import { encodeTree } from './encode-tree.ts';

/** The frames of a packed tree. */
function framesOf(tree: Uint8Array): Uint8Array[] {
  const view = new DataView(tree.buffer, tree.byteOffset);
  const frames: Uint8Array[] = [];
  for (let start = 0; start < tree.length;) {
    const value = start + 4 + view.getUint32(start, true) + 1;
    const end = value + 4 + view.getUint32(value, true);
    frames.push(tree.subarray(start, end));
    start = end;
  }
  return frames;
}

it('items of a list are read in order of their positions, whatever that of their frames', () => {
  const [list = new Uint8Array(), ...items] = framesOf(encodeTree(['a', 'b', 'c', 'd']));
  expect(decodeTree(Buffer.concat([list, items[2], items[0], items[3], items[1]]))).toEqual(['a', 'b', 'c', 'd']);
  expect(decodeTree(Buffer.concat([list, items[3], items[1]]))).toEqual(['b', 'd']);
});

it('bytes that were read are no view of what was received', () => {
  const received = encodeTree(Uint8Array.of(1, 2));
  const read = decodeTree(received);
  received.fill(0);
  expect(read).toEqual(Uint8Array.of(1, 2));
});

it.each([
  ['of no known type', [0, 0, 0, 0, 0, 1, 0, 0, 0, 0x0e], 'Expected a value of a known type, received type byte 14.'],
  ['that breaks off', [0, 0, 0, 0, 0, 9, 0, 0, 0, 3], 'Expected a packed tree, received 10 bytes that are none.'],
])('a value %s is refused', (_, bytes, message) => {
  expect(() => decodeTree(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'aim/bad-reply', message }));
});

it.each([
  ['a frame', [0, 0, 0, 0, 0, 9, 0, 0, 0, 3], 'A frame ends at 18, behind the bytes.'],
  ['a key', [1, 0, 0, 0, 0x61, 0, 1, 0, 0, 0, 0], 'The key at 0 of a path has no end.'],
])('what is wrong with %s is in the cause', (_, bytes, message) => {
  expect(() => decodeTree(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ name: 'RangeError', message }) }),
  );
});
