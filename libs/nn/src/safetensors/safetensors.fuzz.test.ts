import {
  damagedBytes,
  expectEqual,
  expectReadOrRefused,
  fuzz,
  FUZZ_INPUTS,
  FUZZ_TIMEOUT_MS,
  someOf,
} from '@cartwheel/jest-preset/fuzzing';
import { it } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeSafetensors } from './decode-safetensors.ts';
import { encodeSafetensors } from './encode-safetensors.ts';

const tensors = fc.uniqueArray(
  fc
    .tuple(fc.string({ maxLength: 4 }), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }))
    .map(([name, shape]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return { name, shape, data: Float32Array.from({ length: size }, (_, index) => index - 0.5) };
    }),
  { selector: ({ name }) => name, maxLength: 3 },
);
const files = fc
  .tuple(tensors, fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), { noNullPrototype: true }))
  .map(([list, metadata]) => encodeSafetensors(list, metadata));
/** Whatever the header says, with a length that fits it, over some bytes of data. */
const foreign = fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(16)).map(([header, dataBytes]) => {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
});

it(
  `each of ${FUZZ_INPUTS} damaged or foreign files is read, or refused with a code`,
  () => {
    const inputs = fc.oneof({ arbitrary: damagedBytes(someOf(files)), weight: 9 }, foreign);
    fuzz(inputs, (bytes) => {
      expectReadOrRefused(
        () => decodeSafetensors(bytes),
        /^nn\/safetensors-(truncated|unsupported|invalid)$/,
        (file) => expectEqual(decodeSafetensors(encodeSafetensors(file.tensors, file.metadata)), file),
      );
    });
  },
  FUZZ_TIMEOUT_MS,
);
