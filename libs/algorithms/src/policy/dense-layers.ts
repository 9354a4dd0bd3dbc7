import type { Trainable } from '@cartwheel/nn';

/** A linear layer: y = x · weights + biases. */
export interface DenseLayer {
  inputSize: number;
  outputSize: number;
  /** `[inputSize, outputSize]`, row-major. */
  weights: Float32Array;
  biases: Float32Array;
}

/** The layers of a network, from its input on. */
export function layersOf(network: Trainable): DenseLayer[] {
  const parameters = network.readParameters();
  const layers: DenseLayer[] = [];
  let offset = 0;
  for (const { shape } of network.tensors) {
    if (shape.length !== 2) continue;
    const [inputSize, outputSize] = shape;
    const biasAt = offset + inputSize * outputSize;
    const end = biasAt + outputSize;
    layers.push({
      inputSize,
      outputSize,
      weights: parameters.slice(offset, biasAt),
      biases: parameters.slice(biasAt, end),
    });
    offset = end;
  }
  return layers;
}

/** The mean over the atoms of each action, folded into the layer that gives them. */
export function foldAtoms(layer: DenseLayer, atoms: number): DenseLayer {
  if (atoms === 1) return layer;
  const actions = layer.outputSize / atoms;
  const fold = (row: Float32Array): number[] =>
    Array.from({ length: actions }, (_, action) => mean(row.subarray(action * atoms, (action + 1) * atoms)));
  return mapRows(layer, actions, fold);
}

/** Q = V + A − mean of A as plain layers: two streams side by side, their sum folded into the last layer. */
export function foldDueling(
  value: readonly DenseLayer[],
  advantage: readonly DenseLayer[],
  atoms: number,
): DenseLayer[] {
  const actions = (advantage.at(-1)?.outputSize ?? atoms) / atoms;
  const lastValue = mapRows(value[value.length - 1], actions * atoms, (row) =>
    Array.from({ length: actions * atoms }, (_, i) => row[i % atoms]),
  );
  const lastAdvantage = mapRows(advantage[advantage.length - 1], actions * atoms, (row) =>
    Array.from(row, (entry, i) => entry - mean(row.filter((_, j) => j % atoms === i % atoms))),
  );
  const biases = lastValue.biases.map((bias, i) => bias + lastAdvantage.biases[i]);
  if (value.length === 1) {
    const weights = lastValue.weights.map((weight, i) => weight + lastAdvantage.weights[i]);
    return [{ ...lastValue, weights, biases }];
  }
  const weights = Float32Array.of(...lastValue.weights, ...lastAdvantage.weights);
  const hidden = sideBySide(value[0], advantage[0]);
  return [hidden, { inputSize: hidden.outputSize, outputSize: actions * atoms, weights, biases }];
}

function sideBySide(left: DenseLayer, right: DenseLayer): DenseLayer {
  const outputSize = left.outputSize + right.outputSize;
  const weights = new Float32Array(left.inputSize * outputSize);
  for (let row = 0; row < left.inputSize; row++) {
    weights.set(rowOf(left.weights, row, left.outputSize), row * outputSize);
    weights.set(rowOf(right.weights, row, right.outputSize), row * outputSize + left.outputSize);
  }
  return { inputSize: left.inputSize, outputSize, weights, biases: Float32Array.of(...left.biases, ...right.biases) };
}

/** The same linear map behind each row of the weights and behind the biases. */
function mapRows(layer: DenseLayer, outputSize: number, map: (row: Float32Array) => number[]): DenseLayer {
  const rows = Array.from({ length: layer.inputSize }, (_, row) => map(rowOf(layer.weights, row, layer.outputSize)));
  const biases = Float32Array.from(map(layer.biases));
  return { inputSize: layer.inputSize, outputSize, weights: Float32Array.from(rows.flat()), biases };
}

function rowOf(weights: Float32Array, row: number, width: number): Float32Array {
  return weights.subarray(row * width, (row + 1) * width);
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
