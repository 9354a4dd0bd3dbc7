import { CartwheelError } from '@cartwheel/async-guard';
import {
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  METADATA_KEY,
  type NamedTensor,
  type SafetensorsFile,
} from './named-tensor.ts';

interface HeaderEntry {
  name: string;
  shape: number[];
  /** First and last-plus-one byte, from the start of the data. */
  start: number;
  end: number;
}

/**
 * Reads a safetensors file of float32 tensors. The tensors are copies of the bytes.
 *
 * Throws `nn/safetensors-truncated` when the bytes end too early, `nn/safetensors-unsupported` when a tensor is not of
 * dtype F32, `nn/safetensors-invalid` when the file breaks the format otherwise.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const headerLength = readHeaderLength(bytes);
  const data = bytes.subarray(LENGTH_BYTES + headerLength);
  const { entries, metadata } = parseHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headerLength));
  checkCoverage(entries, data.length);
  return { tensors: entries.map((entry) => readTensor(entry, data)), metadata };
}

function readHeaderLength(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) throw truncated(LENGTH_BYTES, bytes.length);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw invalid(`its header claims ${length} bytes, more than the ${MAX_HEADER_BYTES} that the format allows`);
  }
  if (bytes.length < LENGTH_BYTES + length) throw truncated(LENGTH_BYTES + length, bytes.length);
  return length;
}

function parseHeader(bytes: Uint8Array): { entries: HeaderEntry[]; metadata: Record<string, string> } {
  const header = parseJson(bytes);
  if (!isRecord(header)) throw invalid('its header is not a JSON object');
  let metadata: Record<string, string> = {};
  const entries: HeaderEntry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA_KEY) metadata = parseMetadata(value);
    else entries.push(parseEntry(name, value));
  }
  return { entries: entries.toSorted((a, b) => a.start - b.start || a.end - b.end), metadata };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw invalid('its header is not JSON in UTF-8', cause);
  }
}

function parseMetadata(value: unknown): Record<string, string> {
  if (isTextRecord(value)) return value;
  throw invalid(`its ${METADATA_KEY} is not an object of strings`);
}

function parseEntry(name: string, value: unknown): HeaderEntry {
  if (!isRecord(value)) throw invalid(`the entry of tensor '${name}' is not an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== 'F32') {
    throw new CartwheelError(
      'nn/safetensors-unsupported',
      `Tensors must be of dtype F32, but '${name}' has ${JSON.stringify(dtype)}; convert the file first.`,
    );
  }
  if (!isSizes(shape)) throw invalid(`the shape of tensor '${name}' is not an array of sizes`);
  if (!isSizes(offsets) || offsets.length !== 2) throw invalid(`tensor '${name}' has no pair of data_offsets`);
  const [start, end] = offsets;
  const size = shape.reduce((product, length) => product * length, 1) * 4;
  if (end - start !== size) {
    throw invalid(`tensor '${name}' of shape [${shape.join(', ')}] needs ${size} bytes, but has ${end - start}`);
  }
  return { name, shape, start, end };
}

/** The format wants the tensors to cover the data without a gap, an overlap or a rest. */
function checkCoverage(entries: readonly HeaderEntry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, start, end } of entries) {
    if (start !== covered) throw invalid(`tensor '${name}' starts at byte ${start} of the data, expected ${covered}`);
    covered = end;
  }
  if (covered > dataBytes) throw truncated(covered, dataBytes, ' of data');
  if (covered < dataBytes) throw invalid(`${dataBytes - covered} bytes follow the last tensor`);
}

function readTensor({ name, shape, start, end }: HeaderEntry, bytes: Uint8Array): NamedTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  // As bits: a NaN may lose some of its own on the way through a number.
  const bits = new Uint32Array((end - start) / 4);
  for (let i = 0; i < bits.length; i++) bits[i] = view.getUint32(i * 4, true);
  return { name, shape, data: new Float32Array(bits.buffer) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && Number(size) >= 0);
}

function truncated(expected: number, got: number, of = ''): CartwheelError<'nn/safetensors-truncated'> {
  return new CartwheelError(
    'nn/safetensors-truncated',
    `The safetensors file is cut off: expected at least ${expected} bytes${of}, got ${got}; fetch or save it again.`,
  );
}

function invalid(why: string, cause?: unknown): CartwheelError<'nn/safetensors-invalid'> {
  return new CartwheelError('nn/safetensors-invalid', `This is not a valid safetensors file: ${why}.`, { cause });
}
