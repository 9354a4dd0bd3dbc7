import { describe, expect, it } from '@jest/globals';
import type { Activation, MlpSpec } from '../network.ts';
import { bits, relativeError } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { finiteDifferences, referenceForward } from './reference-mlp.ts';
import { seededNormals } from './seeded-normals.ts';

const CASES: readonly { spec: MlpSpec; batch: number }[] = [
  { spec: { inputSize: 4, hiddenSizes: [9, 6], outputSize: 2, activation: 'tanh' }, batch: 7 },
  { spec: { inputSize: 5, hiddenSizes: [8, 8], outputSize: 4, activation: 'relu' }, batch: 8 },
  { spec: { inputSize: 3, hiddenSizes: [5], outputSize: 3, activation: 'identity' }, batch: 5 },
  { spec: { inputSize: 4, hiddenSizes: [], outputSize: 3, activation: 'tanh' }, batch: 3 },
  { spec: { inputSize: 1, hiddenSizes: [1, 1], outputSize: 1, activation: 'tanh' }, batch: 1 },
  { spec: { inputSize: 6, hiddenSizes: [17, 13, 4], outputSize: 1, activation: 'tanh' }, batch: 12 },
  {
    spec: { inputSize: 9, hiddenSizes: [12, 17], outputSize: 10, activation: 'tanh', outputActivation: 'tanh' },
    batch: 9,
  },
  {
    spec: { inputSize: 4, hiddenSizes: [9, 6], outputSize: 2, activation: 'leakyRelu', outputActivation: 'relu' },
    batch: 6,
  },
  { spec: { inputSize: 4, hiddenSizes: [9, 6], outputSize: 2, activation: 'elu', outputActivation: 'elu' }, batch: 7 },
  {
    spec: { inputSize: 4, hiddenSizes: [9, 6], outputSize: 2, activation: 'silu', outputActivation: 'silu' },
    batch: 5,
  },
];

/** Forward and backward passes, against a plain network in double precision. */
export function describeGradients(createEngine: CreateEngine): void {
  describe.each(CASES)(
    '$spec.activation, $spec.outputActivation, $spec.hiddenSizes, batch $batch',
    ({ spec, batch }) => {
      async function createCase() {
        const engine = await createEngine();
        const random = seededNormals(11);
        const network = engine.createMlp(spec, random);
        const parameters = random.array(network.parameterCount);
        network.writeParameters(parameters);
        const x = random.array(batch * spec.inputSize);
        const outputGradient = random.array(batch * spec.outputSize);
        return { network, parameters, x, outputGradient };
      }

      it('gives the outputs of the plain network', async () => {
        const { network, parameters, x } = await createCase();
        expect(relativeError(network.forward(x, batch), referenceForward(spec, parameters, x, batch))).toBeLessThan(
          5e-6,
        );
      });

      it('gives the gradients that finite differences give', async () => {
        const { network, parameters, x, outputGradient } = await createCase();
        const loss = (p: ArrayLike<number>, input: ArrayLike<number>): number =>
          referenceForward(spec, p, input, batch).reduce((sum, y, i) => sum + y * outputGradient[i], 0);
        network.forward(x, batch);
        const inputGradient = network.backward(outputGradient);
        expect(
          relativeError(
            inputGradient,
            finiteDifferences((input) => loss(parameters, input), x),
          ),
        ).toBeLessThan(1e-5);
        expect(
          relativeError(
            network.readGradients(),
            finiteDifferences((p) => loss(p, x), parameters),
          ),
        ).toBeLessThan(1e-5);
      });

      it('gives the same bits when only a part of the gradients is asked for', async () => {
        const { network, x, outputGradient } = await createCase();
        network.forward(x, batch);
        const inputGradient = bits(network.backward(outputGradient));
        const gradients = bits(network.readGradients());

        const doubled = outputGradient.map((value) => 2 * value);
        expect(bits(network.backwardToInputs(doubled))).not.toEqual(inputGradient);
        expect(bits(network.readGradients())).toEqual(gradients);
        expect(bits(network.backwardToInputs(outputGradient))).toEqual(inputGradient);

        network.backward(doubled);
        network.backwardToParameters(outputGradient);
        expect(bits(network.readGradients())).toEqual(gradients);
      });

      it('overwrites gradients instead of adding to them, and keeps no reference to its arguments', async () => {
        const { network, x, outputGradient } = await createCase();
        expect(network.readGradients()).toEqual(new Float32Array(network.parameterCount));
        network.forward(x, batch);
        const inputGradient = network.backward(outputGradient).slice();
        const gradients = network.readGradients();
        network.forward(x, batch);
        x.fill(9);
        const before = outputGradient.slice();
        expect(bits(network.backward(outputGradient))).toEqual(bits(inputGradient));
        expect(bits(outputGradient)).toEqual(bits(before));
        expect(bits(network.readGradients())).toEqual(bits(gradients));
        const target = new Float32Array(network.parameterCount);
        expect(network.readGradients(target)).toBe(target);
        expect(bits(target)).toEqual(bits(gradients));
      });
    },
  );

  it('carries saturated inputs through tanh without overflow, and NaN as NaN', async () => {
    const engine = await createEngine();
    const network = engine.createMlp(
      { inputSize: 1, hiddenSizes: [1], outputSize: 1, activation: 'tanh' },
      seededNormals(1),
    );
    network.writeParameters(Float32Array.of(1, 0, 1, 0));
    const xs = [-1e30, -30, -8, -1, -1e-3, 0, 1e-3, 1, 8, 30, 1e30];
    expect(relativeError(network.forward(Float32Array.from(xs), xs.length), xs.map(Math.tanh))).toBeLessThan(1e-6);
    expect([...network.forward(Float32Array.of(NaN), 1)]).toEqual([NaN]);
  });

  it.each<[Activation, number[], number]>([
    ['elu', [-1e30, -90, -20, -1, -1e-3, -1e-6, 0, 1e-6, 1, 30, 1e30], 1e-6],
    ['silu', [-1e30, -90, -20, -1, -1e-3, 0, 1e-3, 1, 20, 90, 1e30], 1e-6],
    ['leakyRelu', [-1e30, -1, -1e-3, 0, 1e-3, 1, 1e30], 1e-6],
  ])('is exact over the whole range, and carries NaN: %s', async (activation, xs, tolerance) => {
    const engine = await createEngine();
    const spec: MlpSpec = { inputSize: 1, hiddenSizes: [], outputSize: 1, activation, outputActivation: activation };
    const network = engine.createMlp(spec, seededNormals(1));
    network.writeParameters(Float32Array.of(1, 0));
    const expected = referenceForward(spec, [1, 0], Float32Array.from(xs), xs.length);
    network.forward(Float32Array.from(xs), xs.length).forEach((y, i) => {
      // Relative to each value: near zero nothing may be lost.
      expect(Math.abs(y - expected[i])).toBeLessThanOrEqual(tolerance * Math.abs(expected[i]) + 1e-34);
    });
    expect([...network.forward(Float32Array.of(NaN), 1)]).toEqual([NaN]);
  });

  it('stops the gradient of relu at and below zero', async () => {
    const engine = await createEngine();
    const network = engine.createMlp(
      { inputSize: 1, hiddenSizes: [1], outputSize: 1, activation: 'relu' },
      seededNormals(1),
    );
    network.writeParameters(Float32Array.of(1, 0, 2, 0));
    expect([...network.forward(Float32Array.of(-1, 0, 3), 3)]).toEqual([0, 0, 6]);
    expect([...network.backward(Float32Array.of(1, 1, 1))].map(Math.abs)).toEqual([0, 0, 2]);
  });
}
