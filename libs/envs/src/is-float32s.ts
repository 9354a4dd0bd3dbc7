/** Whether `value` is an action of `length` single-precision numbers. NaN is refused: it would stay in the state for good. */
export function isFloat32s(value: unknown, length: number): value is Float32Array {
  return value instanceof Float32Array && value.length === length && value.every((element) => !Number.isNaN(element));
}
