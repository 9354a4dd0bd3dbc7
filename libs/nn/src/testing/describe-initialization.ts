import { describe, expect, it } from '@jest/globals';
import type { MlpSpec, Pieces, RandomSource } from '../network.ts';
import { bits, relativeError } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { resultOf } from './result-of.ts';
import { seededNormals } from './seeded-normals.ts';

const LARGE = { inputSize: 200, hiddenSizes: [200, 300], outputSize: 2, activation: 'tanh' } as const;
const SQUARE: MlpSpec = { inputSize: 8, hiddenSizes: [8], outputSize: 8, activation: 'tanh' };

/** How the networks of an engine start: PyTorch's `orthogonal_`, zero biases. */
export function describeInitialization(createEngine: CreateEngine): void {
  describe('a fresh network', () => {
    it('lays its parameters out layer by layer, weights before biases', async () => {
      const engine = await createEngine();
      const spec: MlpSpec = { inputSize: 3, hiddenSizes: [5, 4], outputSize: 2, activation: 'relu' };
      const network = engine.createMlp(spec, seededNormals(1));
      expect(network).toMatchObject({ inputSize: 3, outputSize: 2, parameterCount: 15 + 5 + 20 + 4 + 8 + 2 });
      expect(network.tensors).toEqual([
        { name: 'layers.0.weight', shape: [3, 5] },
        { name: 'layers.0.bias', shape: [5] },
        { name: 'layers.1.weight', shape: [5, 4] },
        { name: 'layers.1.bias', shape: [4] },
        { name: 'layers.2.weight', shape: [4, 2] },
        { name: 'layers.2.bias', shape: [2] },
      ]);
    });

    it.each([
      // 30 million operations in pieces of half a million, at least.
      ['orthogonal', 30],
      // 100,000 draws in pieces of 20,000.
      ['uniform', 4],
    ] as const)('can be made later, in pieces, with the bits of one go: %s', async (initialization, pieces) => {
      const engine = await createEngine();
      const spec: MlpSpec = { ...LARGE, initialization };
      const expected = engine.createMlp(spec, seededNormals(2)).readParameters();
      const told: Pieces<void>[] = [];
      const network = engine.createMlp(spec, seededNormals(2), (later) => void told.push(later));
      expect(network.readParameters().every((value) => value === 0)).toBe(true);
      let turns = 0;
      for (const later of told) resultOf(later, () => void (turns += 1));
      expect(bits(network.readParameters())).toEqual(bits(expected));
      expect(turns).toBeGreaterThan(pieces);
    });

    it.each([
      ['square', 8, 8],
      ['wide', 3, 17],
      ['tall', 17, 3],
      ['a single output', 64, 1],
      ['a single input', 1, 64],
    ])('has the Q of the Gaussian drawn, with a positive diagonal of R: %s', async (_, inputSize, outputSize) => {
      const engine = await createEngine();
      const drawn: number[] = [];
      const random = seededNormals(inputSize);
      const recording: RandomSource = {
        random: () => random.random(),
        standardNormal() {
          drawn.push(random.standardNormal());
          return drawn[drawn.length - 1];
        },
      };
      const spec: MlpSpec = { inputSize, hiddenSizes: [], outputSize, activation: 'tanh', outputGain: 0.5 };
      const weights = engine.createMlp(spec, recording).readParameters();
      expect(drawn.length).toBe(inputSize * outputSize);
      // The vectors along the longer side, of the weights over the gain and of the Gaussian (`[out, in]` in PyTorch).
      const count = Math.min(inputSize, outputSize);
      const length = Math.max(inputSize, outputSize);
      const q = vectors(count, length, (i, e) => {
        return (outputSize < inputSize ? weights[e * outputSize + i] : weights[i * outputSize + e]) / 0.5;
      });
      const a = vectors(count, length, (i, e) => drawn[outputSize < inputSize ? i * inputSize + e : e * inputSize + i]);
      for (let i = 0; i < count; i++) {
        expect(
          relativeError(
            q.map((other) => dot(q[i], other)),
            q.map((_, j) => (i === j ? 1 : 0)),
          ),
        ).toBeLessThan(1e-6);
        // A = Q·R with R upper triangular and its diagonal positive determines Q.
        for (let j = 0; j < i; j++) expect(Math.abs(dot(q[i], a[j]))).toBeLessThan(1e-5);
        expect(dot(q[i], a[i])).toBeGreaterThan(0);
      }
    });

    it('has gain √2 in hidden layers and 1 in the output layer unless told otherwise, and zero biases', async () => {
      const engine = await createEngine();
      const plain = engine.createMlp(SQUARE, seededNormals(2)).readParameters();
      const scaled = engine
        .createMlp({ ...SQUARE, hiddenGain: 3, outputGain: 0.01 }, seededNormals(2))
        .readParameters();
      expect(Math.hypot(...plain.subarray(0, 8))).toBeCloseTo(Math.SQRT2, 6);
      expect(Math.hypot(...plain.subarray(72, 80))).toBeCloseTo(1, 6);
      expect(Math.hypot(...scaled.subarray(0, 8))).toBeCloseTo(3, 5);
      expect(Math.hypot(...scaled.subarray(72, 80))).toBeCloseTo(0.01, 7);
      expect([...plain.subarray(64, 72), ...plain.subarray(136, 144)]).toEqual(Array(16).fill(0));
    });

    it('draws weights and biases between ±1/√inputs when uniform, as PyTorch', async () => {
      const spec: MlpSpec = {
        inputSize: 16,
        hiddenSizes: [64],
        outputSize: 9,
        activation: 'relu',
        initialization: 'uniform',
      };
      const network = (await createEngine()).createMlp(spec, seededNormals(7));
      const parameters = network.readParameters();
      const [first, second] = [parameters.subarray(0, 16 * 64 + 64), parameters.subarray(16 * 64 + 64)];
      for (const [layer, inputs] of [
        [first, 16],
        [second, 64],
      ] as const) {
        const bound = 1 / Math.sqrt(inputs);
        const largest = Math.max(...layer.map(Math.abs));
        expect(largest).toBeLessThanOrEqual(bound);
        expect(largest).toBeGreaterThan(0.95 * bound);
        expect(Math.abs(layer.reduce((sum, value) => sum + value, 0) / layer.length)).toBeLessThan(0.1 * bound);
      }
      // PyTorch fills the weights `[out, in]` first, then the biases.
      const draws = seededNormals(7);
      expect(parameters[0]).toBe(Math.fround((2 * draws.random() - 1) / 4));
      expect(parameters[64]).toBe(Math.fround((2 * draws.random() - 1) / 4));
      for (let i = 2; i < 16 * 64; i++) draws.random();
      expect(parameters[16 * 64]).toBe(Math.fround((2 * draws.random() - 1) / 4));
    });

    it('is the same for the same generator state, and another for another', async () => {
      const engine = await createEngine();
      const first = engine.createMlp(SQUARE, seededNormals(3)).readParameters();
      expect(bits((await createEngine()).createMlp(SQUARE, seededNormals(3)).readParameters())).toEqual(bits(first));
      expect(engine.createMlp(SQUARE, seededNormals(4)).readParameters()).not.toEqual(first);
    });

    it('gives and takes its parameters by copy', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SQUARE, seededNormals(5));
      const written = seededNormals(6).array(network.parameterCount);
      const kept = written.slice();
      network.writeParameters(written);
      written.fill(0);
      expect(bits(network.readParameters())).toEqual(bits(kept));
      network.readParameters().fill(1);
      const target = new Float32Array(network.parameterCount);
      expect(network.readParameters(target)).toBe(target);
      expect(bits(target)).toEqual(bits(kept));
    });
  });
}

function vectors(count: number, length: number, at: (i: number, e: number) => number): number[][] {
  return Array.from({ length: count }, (_, i) => Array.from({ length }, (_, e) => at(i, e)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
