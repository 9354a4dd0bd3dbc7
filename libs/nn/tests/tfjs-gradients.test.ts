import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { createJsEngine, createWasmEngine, type Activation, type Engine, type MlpSpec } from '../src/index.ts';
import { relativeError } from '../src/testing/comparisons.ts';
import { loadTfjs, type Tfjs } from './load-tfjs.ts';
import { seededNormals, type SeededNormals } from '../src/testing/seeded-normals.ts';

const SHAPES = 200;
const ACTIVATIONS: readonly Activation[] = ['tanh', 'relu', 'leakyRelu', 'elu', 'silu', 'identity'];

interface Case {
  spec: MlpSpec;
  batch: number;
  parameters: Float32Array;
  x: Float32Array;
  outputGradient: Float32Array;
}

interface Gradients {
  output: Float32Array;
  input: Float32Array;
  parameters: number[];
}

const cases = Array.from({ length: SHAPES }, (_, i) => createCase(i));
const expected: Gradients[] = [];

let tf: Tfjs;

beforeAll(async () => {
  tf = await loadTfjs();
  for (const each of cases) expected.push(automaticGradients(each));
});

const engines = [
  await createWasmEngine({ build: 'relaxed' }),
  await createWasmEngine({ build: 'simd' }),
  createJsEngine(),
];

describe.each(engines.map((engine) => ({ build: engine.build, engine })))('$build', ({ engine }) => {
  it(`agrees with tfjs's automatic gradients to 1e-5 on ${SHAPES} random shapes`, () => {
    const errors = cases.map((each, i) => errorOf(engine, each, expected[i]));
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });
});

function createCase(i: number): Case {
  const random = seededNormals(5000 + i);
  const pick = (from: number, to: number): number => from + Math.floor(random.random() * (to - from + 1));
  const spec: MlpSpec = {
    inputSize: pick(1, 20),
    hiddenSizes: Array.from({ length: pick(0, 3) }, () => pick(1, 40)),
    outputSize: pick(1, 20),
    activation: ACTIVATIONS[i % ACTIVATIONS.length],
    outputActivation: i % 4 === 0 ? ACTIVATIONS[pick(0, 5)] : 'identity',
  };
  const batch = pick(1, 40);
  return {
    spec,
    batch,
    parameters: scaledParameters(spec, random),
    x: random.array(batch * spec.inputSize),
    outputGradient: random.array(batch * spec.outputSize),
  };
}

/** Of a scale at which values neither vanish nor explode on their way through. */
function scaledParameters({ inputSize, hiddenSizes, outputSize }: MlpSpec, random: SeededNormals): Float32Array {
  const sizes = [inputSize, ...hiddenSizes, outputSize];
  return Float32Array.from(
    sizes
      .slice(1)
      .flatMap((outputs, l) => [
        ...random.array(sizes[l] * outputs).map((value) => value / Math.sqrt(sizes[l])),
        ...random.array(outputs).map((value) => 0.1 * value),
      ]),
  );
}

function errorOf(engine: Engine, { spec, batch, parameters, x, outputGradient }: Case, exact: Gradients): number {
  const network = engine.createMlp(spec, seededNormals(0));
  network.writeParameters(parameters);
  return Math.max(
    relativeError(network.forward(x, batch), exact.output),
    relativeError(network.backward(outputGradient), exact.input),
    relativeError(network.readGradients(), exact.parameters),
  );
}

/** The gradients of Σ y ⊙ outputGradient that tfjs finds by itself. */
function automaticGradients({ spec, batch, parameters, x, outputGradient }: Case): Gradients {
  return tf.tidy(() => {
    const sizes = [spec.inputSize, ...spec.hiddenSizes, spec.outputSize];
    const tensors: Tensor[] = [];
    let offset = 0;
    for (let l = 0; l < sizes.length - 1; l++) {
      for (const shape of [[sizes[l], sizes[l + 1]], [sizes[l + 1]]]) {
        const size = shape.reduce((product, length) => product * length, 1);
        tensors.push(tf.tensor(parameters.subarray(offset, offset + size), shape));
        offset += size;
      }
    }
    const forward = (input: Tensor, ...layers: Tensor[]): Tensor => {
      let values = input;
      for (let l = 0; l < layers.length; l += 2) {
        const isOutput = l === layers.length - 2;
        const sums = tf.add(tf.matMul(values as Tensor2D, layers[l] as Tensor2D), layers[l + 1]);
        values = activate(isOutput ? (spec.outputActivation ?? 'identity') : spec.activation, sums);
      }
      return values;
    };
    const input = tf.tensor(x, [batch, spec.inputSize]);
    const dy = tf.tensor(outputGradient, [batch, spec.outputSize]);
    const [inputGradient, ...gradients] = tf.grads(forward)([input, ...tensors], dy);
    return {
      output: Float32Array.from(forward(input, ...tensors).dataSync()),
      input: Float32Array.from(inputGradient.dataSync()),
      parameters: gradients.flatMap((gradient) => [...gradient.dataSync()]),
    };
  });
}

function activate(activation: Activation, z: Tensor): Tensor {
  const functions: Record<Activation, () => Tensor> = {
    tanh: () => tf.tanh(z),
    relu: () => tf.relu(z),
    leakyRelu: () => tf.leakyRelu(z, 0.01),
    elu: () => tf.elu(z),
    silu: () => tf.mul(z, tf.sigmoid(z)),
    identity: () => z,
  };
  return functions[activation]();
}
