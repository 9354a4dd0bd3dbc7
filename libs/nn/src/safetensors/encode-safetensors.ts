import { CartwheelError } from '@cartwheel/async-guard';
import { checkLength } from '../check-length.ts';
import { LENGTH_BYTES, METADATA_KEY, type NamedTensor } from './named-tensor.ts';

/**
 * Writes float32 tensors as a safetensors file (https://github.com/huggingface/safetensors#format), which PyTorch, NumPy
 * and others can read. Equal tensors and metadata in equal order give equal bytes.
 *
 * Throws `nn/wrong-length` when a tensor's data does not fit its shape, `nn/safetensors-name` when a name comes twice or
 * is `__metadata__`.
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  checkNames(tensors);
  const header = encodeHeader(tensors, metadata);
  const dataBytes = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const bytes = new Uint8Array(LENGTH_BYTES + header.length + dataBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, LENGTH_BYTES);
  let offset = LENGTH_BYTES + header.length;
  for (const { data } of tensors) {
    // As bits: a NaN may lose some of its own on the way through a number.
    const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
    for (let i = 0; i < bits.length; i++, offset += 4) view.setUint32(offset, bits[i], true);
  }
  return bytes;
}

function checkNames(tensors: readonly NamedTensor[]): void {
  const names = new Set<string>([METADATA_KEY]);
  for (const { name, shape, data } of tensors) {
    if (names.has(name)) {
      throw new CartwheelError(
        'nn/safetensors-name',
        `Each tensor needs a name of its own, other than ${METADATA_KEY}; '${name}' is taken.`,
      );
    }
    names.add(name);
    const size = shape.reduce((product, length) => product * length, 1);
    checkLength(data, size, `The tensor '${name}'`, `shape [${shape.join(', ')}]`);
  }
}

/** The JSON header, padded with spaces so that the data starts at a multiple of 8 bytes. */
function encodeHeader(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>>): Uint8Array {
  // Entries are joined as text: as keys of an object, names such as `__proto__` or `0` would be lost or reordered.
  const entries: string[] = [];
  if (Object.keys(metadata).length > 0) entries.push(`${JSON.stringify(METADATA_KEY)}:${JSON.stringify(metadata)}`);
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    const end = offset + data.byteLength;
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets: [offset, end] })}`);
    offset = end;
  }
  const json = new TextEncoder().encode(`{${entries.join(',')}}`);
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  return padded;
}
