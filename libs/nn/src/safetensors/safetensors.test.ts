import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { codeThrownBy } from '../testing/comparisons.ts';
import { decodeSafetensors } from './decode-safetensors.ts';
import { encodeSafetensors } from './encode-safetensors.ts';
import type { NamedTensor } from './named-tensor.ts';

const tensorArbitrary = fc
  .tuple(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', '0', '10', 'constructor')),
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
  )
  .filter(([name]) => name !== '__metadata__')
  .chain(([name, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    return fc
      .float32Array({ minLength: length, maxLength: length })
      .map((data): NamedTensor => ({ name, shape, data }));
  });
const fileArbitrary = fc.record({
  tensors: fc.uniqueArray(tensorArbitrary, { selector: ({ name }) => name, maxLength: 5 }),
  metadata: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
});

describe('safetensors', () => {
  it('come back as they were written, by any names, shapes and values', () => {
    fc.assert(
      fc.property(fileArbitrary, ({ tensors, metadata }) => {
        const bytes = encodeSafetensors(tensors, metadata);
        const decoded = decodeSafetensors(bytes);
        expect(decoded.tensors.toSorted(byName)).toEqual(tensors.toSorted(byName));
        expect(decoded.metadata).toEqual(metadata);
        expect(encodeSafetensors(tensors, metadata)).toEqual(bytes);
      }),
    );
  });

  it('are refused wherever they are cut off', () => {
    const whole = encodeSafetensors([tensor('a', [2, 2], 1, 2, 3, 4), tensor('b', [1], 5)], { step: '12' });
    for (let length = 0; length < whole.length; length++) {
      expect(codeThrownBy(() => decodeSafetensors(whole.subarray(0, length)))).toBe('nn/safetensors-truncated');
    }
  });

  it('are read, or refused with a code of this library, whatever the bytes', () => {
    const whole = encodeSafetensors([tensor('a', [2], 1, 2)], { k: 'v' });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = whole.slice();
        damaged[at] = byte;
        expect(codeThrownBy(() => decodeSafetensors(damaged)) ?? 'read').toMatch(/^(read$|nn\/safetensors-)/);
      }),
      { numRuns: 1000 },
    );
  });

  it('have the layout of the format', () => {
    const bytes = encodeSafetensors([tensor('w', [1, 2], 1, -2)], { step: '7' });
    const header = new DataView(bytes.buffer).getBigUint64(0, true);
    expect(header % 8n).toBe(0n);
    const json = new TextDecoder().decode(bytes.subarray(8, 8 + Number(header)));
    expect(json).toMatch(/} *$/);
    expect(JSON.parse(json)).toEqual({
      __metadata__: { step: '7' },
      w: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    });
    expect([...bytes.subarray(8 + Number(header))]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it('keep every bit of a NaN', () => {
    const bits = Uint32Array.of(0x7fa00001, 0xffc12345, 0x7fc00000);
    const bytes = encodeSafetensors([{ name: 'a', shape: [3], data: new Float32Array(bits.buffer) }]);
    const [{ data }] = decodeSafetensors(bytes).tensors;
    expect(bytes.slice(-12)).toEqual(new Uint8Array(bits.buffer));
    expect([...new Uint32Array(data.buffer)]).toEqual([...bits]);
  });

  it('may lie anywhere in a larger buffer and be listed in any order', () => {
    const header =
      '{"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const larger = new Uint8Array(500);
    const bytes = fileOf(header, Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40));
    larger.set(bytes, 3);
    expect(decodeSafetensors(larger.subarray(3, 3 + bytes.length))).toEqual({
      tensors: [tensor('a', [1], 1), tensor('b', [], 2)],
      metadata: {},
    });
  });

  it.each([
    ['no JSON', '{"a":'],
    ['no object', '[]'],

    ['metadata that is not text', '{"__metadata__":{"step":7}}'],
    ['an entry that is no object', '{"a":1}'],
    ['a shape with a fraction', '{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,4]}}'],
    ['a negative shape', '{"a":{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}}'],
    ['no offsets', '{"a":{"dtype":"F32","shape":[1]}}'],
    ['offsets that don’t fit the shape', '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}'],
    ['a gap', '{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}'],
    [
      'an overlap',
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
    ],
    ['bytes after the last tensor', '{}'],
  ])('are refused as invalid for %s', (_, header) => {
    expect(codeThrownBy(() => decodeSafetensors(fileOf(header, new Uint8Array(4))))).toBe('nn/safetensors-invalid');
  });

  it('are refused for a header length beyond the format’s limit', () => {
    expect(codeThrownBy(() => decodeSafetensors(new Uint8Array(16).fill(255)))).toBe('nn/safetensors-invalid');
  });

  it('are refused for another dtype', () => {
    const header = '{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}';
    expect(codeThrownBy(() => decodeSafetensors(fileOf(header, new Uint8Array(8))))).toBe('nn/safetensors-unsupported');
  });

  it('are not written with names that clash or data that does not fit', () => {
    const twice = [tensor('a', [1], 1), tensor('a', [1], 2)];
    expect(codeThrownBy(() => encodeSafetensors(twice))).toBe('nn/safetensors-name');
    const reserved = [tensor('__metadata__', [1], 1)];
    expect(codeThrownBy(() => encodeSafetensors(reserved))).toBe('nn/safetensors-name');
    const short = [tensor('a', [2, 2], 1, 2, 3)];
    expect(codeThrownBy(() => encodeSafetensors(short))).toBe('nn/wrong-length');
  });
});

function byName(a: NamedTensor, b: NamedTensor): number {
  return a.name < b.name ? -1 : 1;
}

function tensor(name: string, shape: number[], ...values: number[]): NamedTensor {
  return { name, shape, data: Float32Array.from(values) };
}

/** A file of a header as it stands and its data. */
function fileOf(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}
