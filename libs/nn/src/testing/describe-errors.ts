import { describe, expect, it } from '@jest/globals';
import type { MlpSpec, Network } from '../network.ts';
import { codeThrownBy } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { seededNormals } from './seeded-normals.ts';

const SPEC: MlpSpec = { inputSize: 4, hiddenSizes: [8], outputSize: 2, activation: 'tanh' };

/** What misuse gets. */
export function describeErrors(createEngine: CreateEngine): void {
  describe('misuse', () => {
    it.each([0, -1, 1.5, NaN, Infinity])('a batch of %p is refused', async (batch) => {
      const network = (await createEngine()).createMlp(SPEC, seededNormals(1));
      expect(codeThrownBy(() => network.forward(new Float32Array(4), batch))).toBe('nn/wrong-batch');
    });

    it.each<[string, (network: Network) => void]>([
      ['x too short', (network) => network.forward(new Float32Array(7), 2)],
      ['x too long', (network) => network.forward(new Float32Array(12), 2)],
      ['output gradient', (network) => network.backward(new Float32Array(2))],
      ['parameters', (network) => network.writeParameters(new Float32Array(3))],
      ['target of parameters', (network) => network.readParameters(new Float32Array(3))],
      ['target of gradients', (network) => network.readGradients(new Float32Array(99))],
    ])('a wrong length is refused: %s', async (_, misuse) => {
      const network = (await createEngine()).createMlp(SPEC, seededNormals(1));
      network.forward(new Float32Array(8), 2);
      expect(codeThrownBy(() => misuse(network))).toBe('nn/wrong-length');
    });

    it('backward before forward is refused', async () => {
      const network = (await createEngine()).createMlp(SPEC, seededNormals(1));
      expect(codeThrownBy(() => network.backward(new Float32Array(2)))).toBe('nn/no-forward');
    });

    it.each<Partial<MlpSpec>>([
      { inputSize: 0 },
      { hiddenSizes: [8, 2.5] },
      { outputSize: -1 },
      { hiddenGain: NaN },
      { outputGain: Infinity },
    ])('a wrong spec is refused: %p', async (wrong) => {
      const engine = await createEngine();
      expect(codeThrownBy(() => engine.createMlp({ ...SPEC, ...wrong }, seededNormals(1)))).toBe('nn/wrong-spec');
    });

    it('a network of someone else is refused by the optimiser', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(1));
      const foreign: Network = { ...network, parameterCount: 1 };
      expect(codeThrownBy(() => engine.createOptimizer([foreign], { kind: 'adam' }))).toBe('nn/foreign-network');
    });

    it('optimiser settings out of range are refused', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(1));
      expect(codeThrownBy(() => engine.createOptimizer([network], { kind: 'adam', beta1: 1 }))).toBe('nn/wrong-option');
      expect(codeThrownBy(() => engine.createOptimizer([network], { kind: 'adam', beta2: -0.1 }))).toBe(
        'nn/wrong-option',
      );
      expect(codeThrownBy(() => engine.createOptimizer([network], { kind: 'adam', epsilon: -1 }))).toBe(
        'nn/wrong-option',
      );
      const before = network.readParameters();
      const optimizer = engine.createOptimizer([network], { kind: 'adam' });
      expect(codeThrownBy(() => optimizer.step({ learningRate: -1 }))).toBe('nn/wrong-option');
      expect(codeThrownBy(() => optimizer.step({ learningRate: NaN }))).toBe('nn/wrong-option');
      expect(codeThrownBy(() => optimizer.step({ learningRate: 1, maxGradNorm: NaN }))).toBe('nn/wrong-option');
      expect(network.readParameters()).toEqual(before);
      expect(optimizer.readState().steps).toBe(0);
    });

    it('an optimiser state that does not fit is refused, and changes nothing', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(1));
      const optimizer = engine.createOptimizer([network], { kind: 'adam' });
      const m = new Float32Array(network.parameterCount).fill(1);
      const before = optimizer.readState();
      expect(codeThrownBy(() => optimizer.writeState({ steps: 1, slots: { m } }))).toBe('nn/wrong-state');
      expect(codeThrownBy(() => optimizer.writeState({ steps: -1, slots: { m, v: m } }))).toBe('nn/wrong-state');
      expect(codeThrownBy(() => optimizer.writeState({ steps: 1, slots: { m, v: m, w: m } }))).toBe('nn/wrong-state');
      expect(codeThrownBy(() => optimizer.writeState({ steps: 1, slots: { m, v: m.subarray(1) } }))).toBe(
        'nn/wrong-length',
      );
      expect(optimizer.readState()).toEqual(before);
      const sgd = engine.createOptimizer([network], { kind: 'sgd' });
      expect(codeThrownBy(() => sgd.writeState(before))).toBe('nn/wrong-state');
    });
  });
}
