import { CartwheelError } from '@cartwheel/async-guard';

/** Throws `nn/wrong-length` unless `values` has `expected` elements; `what` and `shape` name them in the message. */
export function checkLength(values: Float32Array, expected: number, what: string, shape: string): void {
  if (values.length === expected) return;
  throw new CartwheelError(
    'nn/wrong-length',
    `${what} must have ${expected} elements (${shape}), but it has ${values.length}; pass a subarray of that length.`,
  );
}

/** Throws `nn/wrong-batch` unless `batch` is a positive integer, `nn/wrong-length` unless `x` has that many rows. */
export function checkInput(x: Float32Array, batch: number, inputSize: number): void {
  if (!Number.isSafeInteger(batch) || batch < 1) {
    throw new CartwheelError('nn/wrong-batch', `The batch must be a positive integer (rows of x), not ${batch}.`);
  }
  if (x.length !== batch * inputSize) checkLength(x, batch * inputSize, 'x', `${batch} rows of ${inputSize}`);
}

/** Throws `nn/no-forward` when there was no batch yet (0), `nn/wrong-length` unless there is a gradient for each output. */
export function checkOutputGradient(outputGradient: Float32Array, batch: number, outputSize: number): void {
  if (batch === 0) {
    throw new CartwheelError('nn/no-forward', 'backward needs the batch of a forward pass; call forward first.');
  }
  if (outputGradient.length !== batch * outputSize) {
    checkLength(outputGradient, batch * outputSize, 'The output gradient', `${batch} rows of ${outputSize}`);
  }
}

/** Throws `nn/wrong-spec` when a free parameter has no element. */
export function checkParameterValues(name: string, values: Float32Array): void {
  if (values.length > 0) return;
  throw new CartwheelError('nn/wrong-spec', `The parameter ${name} must have at least one value, not none.`);
}
