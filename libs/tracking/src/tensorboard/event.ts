import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '@cartwheel/experiment-state';
import { toTaggedJson } from '../run-store/tagged-json.ts';

/*
 * TensorBoard's messages, of which only what is written here is known: tensorflow/core/util/event.proto,
 * framework/summary.proto, framework/tensor.proto, and plugin_data.proto of the hparams plugin.
 */

const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const SUMMARY_VALUE = { tag: 1, tensor: 8, metadata: 9 } as const;
const METADATA = { pluginData: 1, dataClass: 4 } as const;
const TENSOR = { dtype: 1, shape: 2, content: 4, strings: 8 } as const;

const DATA_CLASS = { scalar: 1, tensor: 2, blobs: 3 } as const;
const DTYPE = { float: 1, double: 2, string: 7 } as const;

/** A value of a summary: what a plugin shows under a tag. */
export interface SummaryValue {
  tag: string;
  plugin: string;
  content?: Uint8Array;
  dataClass?: number;
  tensor: BinaryWriter;
}

export interface EventPlace {
  /** Milliseconds since the epoch. */
  time: number;
  step: number | bigint;
}

/** The first of a file. */
export function versionEvent(time: number): Uint8Array {
  return eventAt({ time, step: 0 }).tag(EVENT.fileVersion, WireType.LengthDelimited).string('brain.Event:2').finish();
}

export function summaryEvent(place: EventPlace, value: SummaryValue): Uint8Array {
  const { tag, plugin, content = new Uint8Array(), dataClass = 0, tensor } = value;
  const pluginData = new BinaryWriter().tag(1, WireType.LengthDelimited).string(plugin);
  pluginData.tag(2, WireType.LengthDelimited).bytes(content);
  const metadata = message(METADATA.pluginData, pluginData).tag(METADATA.dataClass, WireType.Varint).int32(dataClass);
  const written = new BinaryWriter().tag(SUMMARY_VALUE.tag, WireType.LengthDelimited).string(tag);
  message(SUMMARY_VALUE.tensor, tensor, written);
  message(SUMMARY_VALUE.metadata, metadata, written);
  return message(EVENT.summary, message(1, written), eventAt(place)).finish();
}

/** A double, so that it keeps its bits; `simple_value` would be a float. */
export function scalar(tag: string, value: number): SummaryValue {
  return { tag, plugin: 'scalars', dataClass: DATA_CLASS.scalar, tensor: doubles([value], []) };
}

/** Markdown, as TensorBoard shows it. */
export function text(tag: string, markdown: string): SummaryValue {
  return { tag, plugin: 'text', dataClass: DATA_CLASS.tensor, tensor: strings([Buffer.from(markdown)], []) };
}

export function image(
  tag: string,
  { data, width, height }: { data: Uint8Array; width: number; height: number },
): SummaryValue {
  const parts = [Buffer.from(String(width)), Buffer.from(String(height)), data];
  return { tag, plugin: 'images', dataClass: DATA_CLASS.blobs, tensor: strings(parts, [parts.length]) };
}

/** `counts[i]` values between `edges[i]` and `edges[i + 1]`. */
export function histogram(tag: string, edges: readonly number[], counts: readonly number[]): SummaryValue {
  const rows = counts.flatMap((count, index) => [edges[index], edges[index + 1], count]);
  return { tag, plugin: 'histograms', dataClass: DATA_CLASS.tensor, tensor: doubles(rows, [counts.length, 3]) };
}

export function sessionStart(
  hyperparameters: Readonly<Record<string, JsonValue>>,
  { name, time }: { name: string; time: number },
): SummaryValue {
  const info = new BinaryWriter();
  for (const [key, value] of Object.entries(hyperparameters)) {
    const entry = new BinaryWriter().tag(1, WireType.LengthDelimited).string(key);
    message(1, message(2, protobufValue(value), entry), info);
  }
  info
    .tag(4, WireType.LengthDelimited)
    .string(name)
    .tag(5, WireType.Bit64)
    .double(time / 1000);
  return hparams('_hparams_/session_start_info', message(3, info));
}

/** As the hparams plugin numbers them. */
const SESSION_STATUS = { finished: 1, failed: 2 } as const;

export function sessionEnd(status: keyof typeof SESSION_STATUS, time: number): SummaryValue {
  const info = new BinaryWriter().tag(1, WireType.Varint).int32(SESSION_STATUS[status]);
  info.tag(2, WireType.Bit64).double(time / 1000);
  return hparams('_hparams_/session_end_info', message(4, info));
}

/** All that the plugin reads is in the metadata; the tensor is empty. */
function hparams(tag: string, data: BinaryWriter): SummaryValue {
  const tensor = shaped(new BinaryWriter().tag(TENSOR.dtype, WireType.Varint).int32(DTYPE.float), [0]);
  return { tag, plugin: 'hparams', content: data.finish(), tensor };
}

/** `google.protobuf.Value`; the plugin knows numbers, texts and booleans. */
function protobufValue(value: JsonValue): BinaryWriter {
  const writer = new BinaryWriter();
  if (typeof value === 'number') return writer.tag(2, WireType.Bit64).double(value);
  if (typeof value === 'boolean') return writer.tag(4, WireType.Varint).bool(value);
  return writer.tag(3, WireType.LengthDelimited).string(typeof value === 'string' ? value : toTaggedJson(value));
}

function doubles(values: readonly number[], shape: readonly number[]): BinaryWriter {
  const content = new Uint8Array(values.length * 8);
  const view = new DataView(content.buffer);
  values.forEach((value, index) => view.setFloat64(index * 8, value, true));
  const tensor = shaped(new BinaryWriter().tag(TENSOR.dtype, WireType.Varint).int32(DTYPE.double), shape);
  return tensor.tag(TENSOR.content, WireType.LengthDelimited).bytes(content);
}

function strings(values: readonly Uint8Array[], shape: readonly number[]): BinaryWriter {
  const tensor = shaped(new BinaryWriter().tag(TENSOR.dtype, WireType.Varint).int32(DTYPE.string), shape);
  for (const value of values) tensor.tag(TENSOR.strings, WireType.LengthDelimited).bytes(value);
  return tensor;
}

function shaped(tensor: BinaryWriter, shape: readonly number[]): BinaryWriter {
  const dimensions = new BinaryWriter();
  for (const size of shape) message(2, new BinaryWriter().tag(1, WireType.Varint).int64(size), dimensions);
  return message(TENSOR.shape, dimensions, tensor);
}

function eventAt({ time, step }: EventPlace): BinaryWriter {
  const event = new BinaryWriter().tag(EVENT.wallTime, WireType.Bit64).double(time / 1000);
  return event.tag(EVENT.step, WireType.Varint).int64(step);
}

/** The message `inner` as a field. */
function message(field: number, inner: BinaryWriter, outer = new BinaryWriter()): BinaryWriter {
  return outer.tag(field, WireType.LengthDelimited).bytes(inner.finish());
}
