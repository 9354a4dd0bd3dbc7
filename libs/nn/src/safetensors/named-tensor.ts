/** A float32 tensor with its name. */
export interface NamedTensor {
  name: string;
  /** Empty for a scalar. */
  shape: readonly number[];
  /** Row-major, as many elements as the product of `shape`. */
  data: Float32Array;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  /** In the order of their data. */
  tensors: NamedTensor[];
  /** The header's `__metadata__`: free text by name. Empty when there is none. */
  metadata: Record<string, string>;
}

/** The name that the format keeps for its metadata. */
export const METADATA_KEY = '__metadata__';

/** The header's length comes first, as a 64-bit little-endian integer. */
export const LENGTH_BYTES = 8;

/** Headers are at most this long; the limit of the format's reference implementation. */
export const MAX_HEADER_BYTES = 100_000_000;
