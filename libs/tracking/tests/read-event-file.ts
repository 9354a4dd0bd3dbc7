import { readFile } from 'node:fs/promises';
import { BinaryReader } from '@bufbuild/protobuf/wire';

/** An event as TensorBoard's messages describe it: tensorflow/core/util/event.proto and what that imports. */
export interface ReadEvent {
  /** Seconds since the epoch. */
  time: number;
  step: bigint;
  fileVersion?: string;
  value?: ReadValue;
}

/** A value of a summary. */
export interface ReadValue {
  tag: string;
  plugin: string;
  /** 0 unknown, 1 a scalar, 2 a tensor, 3 a sequence of blobs. */
  dataClass: number;
  /** 1 floats, 2 doubles, 7 strings. */
  dtype: number;
  shape: number[];
  doubles: number[];
  strings: Buffer[];
  /** What the hparams plugin reads. */
  hparams: Fields;
}

/** Each field by its number, in the order of the bytes. */
type Fields = Map<number, (bigint | number | Uint8Array)[]>;

/** All events of a file. Throws for one that breaks off. */
export async function readEventFile(path: string): Promise<ReadEvent[]> {
  const file = await readFile(path);
  const events: ReadEvent[] = [];
  for (let offset = 0; offset < file.length;) {
    const start = offset + 12;
    const end = start + Number(file.readBigUInt64LE(offset));
    if (end + 4 > file.length) throw new RangeError(`The record at ${offset} breaks off.`);
    events.push(toEvent(fieldsOf(file.subarray(start, end))));
    offset = end + 4;
  }
  return events;
}

function toEvent(event: Fields): ReadEvent {
  const place = { time: Number(one(event, 1)), step: BigInt(String(one(event, 2))) };
  if (event.has(3)) return { ...place, fileVersion: text(event, 3) };
  return { ...place, value: toValue(within(within(event, 5), 1)) };
}

function toValue(value: Fields): ReadValue {
  const tensor = within(value, 8);
  const metadata = within(value, 9);
  const plugin = within(metadata, 1);
  const content = bytes(tensor, 4);
  return {
    tag: text(value, 1),
    plugin: text(plugin, 1),
    dataClass: Number(one(metadata, 4)),
    dtype: Number(one(tensor, 1)),
    shape: (within(tensor, 2).get(2) ?? []).map((each) => Number(one(fieldsOf(each as Uint8Array), 1))),
    doubles: Array.from({ length: content.length / 8 }, (_, index) => content.readDoubleLE(index * 8)),
    strings: (tensor.get(8) ?? []).map((each) => Buffer.from(each as Uint8Array)),
    hparams: within(plugin, 2),
  };
}

/** A message of which nothing is known but its bytes: whole numbers, doubles and bytes. */
export function fieldsOf(message: Uint8Array): Fields {
  const reader = new BinaryReader(message);
  const fields: Fields = new Map();
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const read = { 0: () => BigInt(reader.int64()), 1: () => reader.double(), 2: () => reader.bytes() }[
      wireType as number
    ];
    if (!read) throw new TypeError(`Field ${number} has wire type ${wireType}, which no event has.`);
    fields.set(number, [...(fields.get(number) ?? []), read()]);
  }
  return fields;
}

/** The only value of a field; undefined where it is not there. */
export function one(fields: Fields, number: number): bigint | number | Uint8Array | undefined {
  const [value, ...others] = fields.get(number) ?? [];
  if (others.length > 0) throw new TypeError(`Field ${number} is there ${others.length + 1} times.`);
  return value;
}

export function text(fields: Fields, number: number): string {
  return bytes(fields, number).toString();
}

export function within(fields: Fields, number: number): Fields {
  return fieldsOf(bytes(fields, number));
}

function bytes(fields: Fields, number: number): Buffer {
  const value = one(fields, number) ?? new Uint8Array();
  if (!(value instanceof Uint8Array)) throw new TypeError(`Field ${number} is no message and no text.`);
  return Buffer.from(value);
}
