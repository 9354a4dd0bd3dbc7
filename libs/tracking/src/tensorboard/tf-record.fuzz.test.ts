import { damagedBytes, expectEqual, fuzz, FUZZ_INPUTS, FUZZ_TIMEOUT_MS, someOf } from '@cartwheel/jest-preset/fuzzing';
import { expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { tfRecord } from './tf-record.ts';

jest.setTimeout(FUZZ_TIMEOUT_MS);

const data = fc.uint8Array({ maxLength: 40 });

/** CRC32C bit by bit, with TensorFlow's mask (tensorflow/core/lib/hash/crc32c.h): none of the library's code. */
function maskedChecksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Reads as TensorFlow's RecordReader does: undefined where it would stop with DataLoss. */
function dataOf(record: Uint8Array): Uint8Array | undefined {
  if (record.length < 16) return undefined;
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (view.getUint32(8, true) !== maskedChecksum(record.subarray(0, 8)) || record.length !== 16 + length)
    return undefined;
  const content = record.subarray(12, 12 + length);
  return view.getUint32(12 + length, true) === maskedChecksum(content) ? content : undefined;
}

it(`each of ${FUZZ_INPUTS} records is read as what was written`, () => {
  fuzz(data, (content) => expectEqual(dataOf(tfRecord(content)), content));
});

it('a reader sees of each damaged one that it is damaged, or it is a whole one of other data', () => {
  const whole = someOf(data.map(tfRecord));
  const damaged = whole.chain((record) => fc.tuple(fc.constant(record), damagedBytes(fc.constant(record))));
  fuzz(
    damaged.filter(([record, other]) => !Buffer.from(record).equals(other)),
    ([, other]) => {
      const content = dataOf(other);
      // Such as the record of a record's own header, when a piece of it comes twice.
      expect(content === undefined || Buffer.from(tfRecord(content)).equals(other)).toBe(true);
    },
    0.5,
  );
});
