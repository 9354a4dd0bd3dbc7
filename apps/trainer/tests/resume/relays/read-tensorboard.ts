import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepsOf, type RelayedSteps } from './relayed-points.ts';

/** The steps of all scalars in a folder of TensorBoard's event files. */
export function readTensorBoard(dir: string): RelayedSteps {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('tfevents'));
  return stepsOf(files.flatMap((name) => recordsOf(readFileSync(join(dir, name))).flatMap(scalarOf)));
}

/** TFRecord: a length of 8 bytes and its checksum, the data and its checksum. */
function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let offset = 0; offset < file.length;) {
    const length = Number(file.readBigUInt64LE(offset));
    records.push(file.subarray(offset + 12, offset + 12 + length));
    offset += 16 + length;
  }
  return records;
}

/** Of an event: step (2), summary (5) → value (1) → tag (1) and metadata (9) → plugin (1) → name (1). */
function scalarOf(event: Buffer): [series: string, step: number][] {
  const { 2: step = 0, 5: summary } = fieldsOf(event);
  if (!Buffer.isBuffer(summary)) return [];
  const { 1: tag, 9: metadata } = messageAt(fieldsOf(summary), 1);
  const plugin = messageAt(Buffer.isBuffer(metadata) ? fieldsOf(metadata) : {}, 1)[1];
  return String(plugin) === 'scalars' ? [[String(tag), Number(step)]] : [];
}

type Fields = Record<number, Buffer | number>;

function messageAt(fields: Fields, number: number): Fields {
  const field = fields[number];
  return Buffer.isBuffer(field) ? fieldsOf(field) : {};
}

/** Protobuf: the last value of each field by its number. */
function fieldsOf(message: Buffer): Fields {
  const fields: Fields = {};
  let offset = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[offset++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (offset < message.length) {
    const key = varint();
    const type = key & 7;
    if (type === 0) fields[key >> 3] = varint();
    else {
      const length = type === 2 ? varint() : type === 1 ? 8 : 4;
      fields[key >> 3] = message.subarray(offset, offset + length);
      offset += length;
    }
  }
  return fields;
}
