import type { Activation, MlpSpec } from '../network.ts';

/** The MLP in its plainest form, in double precision: what engines are measured against. */
export function referenceForward(
  spec: MlpSpec,
  parameters: ArrayLike<number>,
  x: ArrayLike<number>,
  batch: number,
): number[] {
  const sizes = [spec.inputSize, ...spec.hiddenSizes, spec.outputSize];
  let values = Array.from(x);
  let offset = 0;
  for (let l = 0; l < sizes.length - 1; l++) {
    const [inputs, outputs] = [sizes[l], sizes[l + 1]];
    const biases = offset + inputs * outputs;
    const activation = l === sizes.length - 2 ? (spec.outputActivation ?? 'identity') : spec.activation;
    const next: number[] = [];
    for (let row = 0; row < batch; row++) {
      for (let o = 0; o < outputs; o++) {
        let sum = parameters[biases + o];
        for (let i = 0; i < inputs; i++) sum += values[row * inputs + i] * parameters[offset + i * outputs + o];
        next.push(ACTIVATIONS[activation](sum));
      }
    }
    values = next;
    offset = biases + outputs;
  }
  return values;
}

/** PyTorch's definitions. */
const ACTIVATIONS: Record<Activation, (z: number) => number> = {
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  leakyRelu: (z) => (z > 0 ? z : 0.01 * z),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  silu: (z) => z / (1 + Math.exp(-z)),
  identity: (z) => z,
};

/** The central finite differences of `f` at `at`. */
export function finiteDifferences(f: (point: Float64Array) => number, at: ArrayLike<number>): Float64Array {
  const point = Float64Array.from(at);
  const h = 1e-6;
  return Float64Array.from(point, (value, i) => {
    point[i] = value + h;
    const above = f(point);
    point[i] = value - h;
    const below = f(point);
    point[i] = value;
    return (above - below) / (2 * h);
  });
}
