import { crc32c } from './crc32c.ts';

const HEADER_BYTES = 12;
const FOOTER_BYTES = 4;

/** TFRecord's frame: length (u64le), its masked CRC32C, the data, and the data's. */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(HEADER_BYTES + data.length + FOOTER_BYTES);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true);
  record.set(data, HEADER_BYTES);
  view.setUint32(HEADER_BYTES + data.length, masked(crc32c(data)), true);
  return record;
}

/** So that the CRC of data which holds CRCs is no problem. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
