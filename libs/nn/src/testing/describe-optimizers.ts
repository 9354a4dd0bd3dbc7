import { describe, expect, it } from '@jest/globals';
import type {
  Engine,
  MlpSpec,
  Network,
  Optimizer,
  OptimizerOptions,
  OptimizerStep,
  Parameter,
  Trainable,
} from '../network.ts';
import { bits, relativeError } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { referenceClip, ReferenceOptimizer } from './reference-optimizer.ts';
import { seededNormals } from './seeded-normals.ts';

const ACTOR: MlpSpec = { inputSize: 4, hiddenSizes: [7, 5], outputSize: 2, activation: 'tanh' };
const CRITIC: MlpSpec = { inputSize: 4, hiddenSizes: [6], outputSize: 1, activation: 'tanh' };
const BATCH = 6;

/** Optimiser steps, against PyTorch's formulas. */
export function describeOptimizers(createEngine: CreateEngine): void {
  describe('an optimiser', () => {
    it.each<[OptimizerOptions, OptimizerStep]>([
      [{ kind: 'adam' }, { learningRate: 1e-2 }],
      [
        { kind: 'adam', epsilon: 1e-5 },
        { learningRate: 3e-4, maxGradNorm: 0.5 },
      ],
      [
        { kind: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 0.1 },
        { learningRate: 1e-2, maxGradNorm: 1e6 },
      ],
      [{ kind: 'adamw' }, { learningRate: 1e-2 }],
      [
        { kind: 'adamw', weightDecay: 0.3, epsilon: 1e-5 },
        { learningRate: 1e-2, maxGradNorm: 0.5 },
      ],
      [{ kind: 'rmsprop' }, { learningRate: 1e-3 }],
      [
        { kind: 'rmsprop', alpha: 0.9, epsilon: 1e-5 },
        { learningRate: 7e-4, maxGradNorm: 0.5 },
      ],
      [{ kind: 'sgd' }, { learningRate: 1e-2, maxGradNorm: 1 }],
      [
        { kind: 'sgd', momentum: 0.9 },
        { learningRate: 1e-2, maxGradNorm: 1 },
      ],
    ])('follows PyTorch: %j, %j', async (options, step) => {
      const trained = createTrained(await createEngine());
      const optimizer = trained.engine.createOptimizer(trained.all, options);
      const reference = new ReferenceOptimizer(flat(trained.all, 'readParameters'), options);
      for (let i = 0; i < 25; i++) {
        leaveGradients(trained, i);
        const gradients = flat(trained.all, 'readGradients');
        reference.step(gradients, step);
        expect(optimizer.step(step)).toBeCloseTo(Math.hypot(...gradients), 4);
        expect(relativeError(flat(trained.all, 'readParameters'), reference.parameters)).toBeLessThan(3e-6);
      }
      const { steps, slots } = optimizer.readState();
      expect(steps).toBe(25);
      expect(Object.keys(slots).toSorted()).toEqual(Object.keys(reference.slots).toSorted());
      for (const [name, slot] of Object.entries(slots)) {
        expect(relativeError(slot, reference.slots[name])).toBeLessThan(2e-6);
      }
    });

    it.each([undefined, 0.5, 1e6, 0])('goes down the gradient with SGD, clipped to %p', async (maxGradNorm) => {
      const trained = createTrained(await createEngine());
      const { engine, all } = trained;
      const optimizer = engine.createOptimizer(all, { kind: 'sgd' });
      leaveGradients(trained, 1);
      const before = flat(all, 'readParameters');
      const gradients = flat(all, 'readGradients');
      const norm = optimizer.step({ learningRate: 0.1, ...(maxGradNorm === undefined ? {} : { maxGradNorm }) });
      const clipped = referenceClip(gradients, maxGradNorm);
      expect(
        relativeError(
          flat(all, 'readParameters'),
          before.map((parameter, i) => parameter - 0.1 * clipped[i]),
        ),
      ).toBeLessThan(1e-6);
      expect(norm).toBeCloseTo(Math.hypot(...gradients), 4);
      expect(norm).toBeGreaterThan(0.5);
      expect(flat(all, 'readGradients')).toEqual(gradients);
      expect(optimizer.readState()).toEqual({ steps: 1, slots: {} });
    });

    it.each<OptimizerOptions>([
      { kind: 'adam' },
      { kind: 'adam', epsilon: 0 },
      { kind: 'rmsprop', epsilon: 0 },
      { kind: 'sgd', momentum: 0.9 },
    ])('leaves parameters alone when all gradients are zero: %j', async (options) => {
      const { engine, all } = createTrained(await createEngine());
      const before = flat(all, 'readParameters');
      const optimizer = engine.createOptimizer(all, options);
      expect(optimizer.step({ learningRate: 1, maxGradNorm: 0.5 })).toBe(0);
      expect(flat(all, 'readParameters')).toEqual(before);
    });

    it('shows a gradient that is not a number in the norm', async () => {
      const { engine, all, networks } = createTrained(await createEngine());
      const optimizer = engine.createOptimizer(all, { kind: 'sgd' });
      networks[0].forward(new Float32Array(4).fill(NaN), 1);
      networks[0].backward(Float32Array.of(1, 1));
      expect(optimizer.step({ learningRate: 0.1, maxGradNorm: 0.5 })).toBeNaN();
    });

    it('recovers when good parameters are written over bad ones', async () => {
      const trained = createTrained(await createEngine());
      const clean = createTrained(await createEngine());
      const [network] = trained.networks;
      network.forward(new Float32Array(4).fill(NaN), 1);
      network.backward(Float32Array.of(1, 1));
      trained.engine.createOptimizer(trained.all, { kind: 'adam' }).step({ learningRate: 0.1 });
      expect(network.readParameters().some(Number.isNaN)).toBe(true);
      trained.all.forEach((part, i) => {
        part.writeParameters(clean.all[i].readParameters());
      });
      for (const each of [trained, clean]) train(each, each.engine.createOptimizer(each.all, { kind: 'adam' }), 0, 3);
      expect(flat(trained.all, 'readParameters')).toEqual(flat(clean.all, 'readParameters'));
    });

    it.each<OptimizerOptions>([
      { kind: 'adam' },
      { kind: 'adamw' },
      { kind: 'rmsprop' },
      { kind: 'sgd' },
      { kind: 'sgd', momentum: 0.9 },
    ])('goes on from a saved state bit by bit: %j', async (options) => {
      const original = createTrained(await createEngine());
      const copy = createTrained(await createEngine());
      const optimizer = original.engine.createOptimizer(original.all, options);
      train(original, optimizer, 0, 10);
      const state = optimizer.readState();
      copy.all.forEach((part, i) => {
        part.writeParameters(original.all[i].readParameters());
      });
      train(original, optimizer, 10, 20);
      const resumed = copy.engine.createOptimizer(copy.all, options);
      resumed.writeState(state);
      for (const slot of Object.values(state.slots)) slot.fill(7);
      train(copy, resumed, 10, 20);
      original.all.forEach((part, i) => {
        expect(bits(copy.all[i].readParameters())).toEqual(bits(part.readParameters()));
      });
      expect(resumed.readState()).toEqual(optimizer.readState());
    });

    it('trains a free parameter beside networks, which it takes and gives by copy', async () => {
      const engine = await createEngine();
      const initial = Float32Array.of(-0.5, 0, 0.25);
      const parameter = engine.createParameter('log_std', initial);
      initial.fill(9);
      expect(parameter.parameterCount).toBe(3);
      expect(parameter.tensors).toEqual([{ name: 'log_std', shape: [3] }]);
      expect([...parameter.readParameters()]).toEqual([-0.5, 0, 0.25]);
      expect([...parameter.readGradients()]).toEqual([0, 0, 0]);
      const gradients = Float32Array.of(1, -2, 0);
      parameter.writeGradients(gradients);
      gradients.fill(9);
      expect(engine.createOptimizer([parameter], { kind: 'sgd' }).step({ learningRate: 0.5 })).toBeCloseTo(
        Math.sqrt(5),
        6,
      );
      expect([...parameter.readParameters()]).toEqual([-1, 1, 0.25]);
      expect([...parameter.readGradients()]).toEqual([1, -2, 0]);
      parameter.polyakUpdate(engine.createParameter('target', new Float32Array(3)), 1);
      expect([...parameter.readParameters()]).toEqual([0, 0, 0]);
    });
  });
}

interface Trained {
  engine: Engine;
  networks: readonly Network[];
  logStd: Parameter;
  /** Networks and parameter. */
  all: readonly Trainable[];
}

function createTrained(engine: Engine): Trained {
  const random = seededNormals(21);
  const networks = [engine.createMlp(ACTOR, random), engine.createMlp(CRITIC, random)];
  const logStd = engine.createParameter('log_std', random.array(3));
  return { engine, networks, logStd, all: [...networks, logStd] };
}

/** Runs each network forward and backward on data of its own for each step. */
function leaveGradients({ networks, logStd }: Trained, seed: number): void {
  const random = seededNormals(1000 + seed);
  for (const network of networks) {
    network.forward(random.array(BATCH * network.inputSize), BATCH);
    network.backward(random.array(BATCH * network.outputSize));
  }
  logStd.writeGradients(random.array(3));
}

function train(trained: Trained, optimizer: Optimizer, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    leaveGradients(trained, i);
    optimizer.step({ learningRate: 1e-2, maxGradNorm: 0.5 });
  }
}

function flat(trained: readonly Trainable[], read: 'readParameters' | 'readGradients'): number[] {
  return trained.flatMap((part) => [...part[read]()]);
}
