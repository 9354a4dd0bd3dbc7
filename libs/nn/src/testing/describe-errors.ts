import { describe, expect, it } from '@jest/globals';
import type { Activation, Initialization, MlpSpec, Network, OptimizerOptions } from '../network.ts';
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
      { activation: 'softmax' as Activation },
      { outputActivation: 'sigmoid' as Activation },
      { initialization: 'zeros' as Initialization },
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

    it('a network or parameter of another engine is refused', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(1));
      const wider = engine.createMlp({ ...SPEC, inputSize: 5 }, seededNormals(1));
      const asLarge = engine.createMlp({ ...SPEC, inputSize: 55, hiddenSizes: [1], outputSize: 1 }, seededNormals(1));
      expect(asLarge.parameterCount).toBe(network.parameterCount);
      const foreign: Network = { ...network, parameterCount: network.parameterCount };
      expect(codeThrownBy(() => network.polyakUpdate(foreign, 0.5))).toBe('nn/foreign-network');
      expect(codeThrownBy(() => network.polyakUpdate(wider, 0.5))).toBe('nn/foreign-network');
      expect(codeThrownBy(() => network.polyakUpdate(asLarge, 0.5))).toBe('nn/foreign-network');
    });

    it.each([-0.1, 1.1, NaN])('a Polyak update by %p is refused', async (tau) => {
      const network = (await createEngine()).createMlp(SPEC, seededNormals(1));
      expect(codeThrownBy(() => network.polyakUpdate(network, tau))).toBe('nn/wrong-option');
    });

    it('a parameter without values, and gradients that do not fit it, are refused', async () => {
      const engine = await createEngine();
      expect(codeThrownBy(() => engine.createParameter('log_std', new Float32Array(0)))).toBe('nn/wrong-spec');
      const parameter = engine.createParameter('log_std', new Float32Array(3));
      expect(codeThrownBy(() => parameter.writeGradients(new Float32Array(2)))).toBe('nn/wrong-length');
      expect(codeThrownBy(() => parameter.writeParameters(new Float32Array(4)))).toBe('nn/wrong-length');
    });

    it.each<OptimizerOptions>([
      { kind: 'adam', beta1: 1 },
      { kind: 'adam', beta2: -0.1 },
      { kind: 'adam', epsilon: -1 },
      { kind: 'adamw', weightDecay: -1 },
      { kind: 'rmsprop', alpha: 1.5 },
      { kind: 'rmsprop', epsilon: NaN },
      { kind: 'sgd', momentum: 1 },
      { kind: 'lion' } as unknown as OptimizerOptions,
    ])('optimiser options out of range are refused: %p', async (options) => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(1));
      expect(codeThrownBy(() => engine.createOptimizer([network], options))).toBe('nn/wrong-option');
    });

    it('a learning rate or norm out of range is refused, and changes nothing', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(1));
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
