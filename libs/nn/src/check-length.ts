import { CartwheelError } from '@cartwheel/async-guard';

/** Throws `nn/wrong-length` unless `values` has `expected` elements; `what` and `shape` name them in the message. */
export function checkLength(values: Float32Array, expected: number, what: string, shape: string): void {
  if (values.length === expected) return;
  throw new CartwheelError(
    'nn/wrong-length',
    `${what} must have ${expected} elements (${shape}), but it has ${values.length}; pass a subarray of that length.`,
  );
}

/** Throws `nn/wrong-batch` unless `batch` is a positive integer. */
export function checkBatch(batch: number): void {
  if (Number.isSafeInteger(batch) && batch > 0) return;
  throw new CartwheelError('nn/wrong-batch', `The batch must be a positive integer (rows of x), not ${batch}.`);
}
