import { describe, expect, it } from '@jest/globals';
import type { Engine, MlpSpec, Network, OptimizerOptions } from '../network.ts';
import { bits, relativeError } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { ReferenceAdam, referenceClip } from './reference-optimizer.ts';
import { seededNormals } from './seeded-normals.ts';

const ACTOR: MlpSpec = { inputSize: 4, hiddenSizes: [7, 5], outputSize: 2, activation: 'tanh' };
const CRITIC: MlpSpec = { inputSize: 4, hiddenSizes: [6], outputSize: 1, activation: 'tanh' };
const BATCH = 6;

/** Optimiser steps, against PyTorch's formulas. */
export function describeOptimizers(createEngine: CreateEngine): void {
  describe('an optimiser', () => {
    it.each([
      [{ kind: 'adam' }, { learningRate: 1e-2 }],
      [
        { kind: 'adam', epsilon: 1e-5 },
        { learningRate: 3e-4, maxGradNorm: 0.5 },
      ],
      [
        { kind: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 0.1 },
        { learningRate: 1e-2, maxGradNorm: 1e6 },
      ],
    ] as const)('follows PyTorch: %j, %j', async (options, step) => {
      const networks = createNetworks(await createEngine());
      const optimizer = networks.engine.createOptimizer(networks.all, options);
      const reference = new ReferenceAdam(flat(networks.all, 'readParameters'), options);
      for (let i = 0; i < 25; i++) {
        leaveGradients(networks.all, i);
        const gradients = flat(networks.all, 'readGradients');
        reference.step(gradients, step);
        expect(optimizer.step(step)).toBeCloseTo(Math.hypot(...gradients), 4);
        expect(relativeError(flat(networks.all, 'readParameters'), reference.parameters)).toBeLessThan(3e-6);
      }
      const { steps, slots } = optimizer.readState();
      expect(steps).toBe(25);
      expect(Object.keys(slots).toSorted()).toEqual(['m', 'v']);
      expect(relativeError(slots['m'], reference.m)).toBeLessThan(1e-6);
      expect(relativeError(slots['v'], reference.v)).toBeLessThan(1e-6);
    });

    it.each([undefined, 0.5, 1e6, 0])('goes down the gradient with SGD, clipped to %p', async (maxGradNorm) => {
      const { engine, all } = createNetworks(await createEngine());
      const optimizer = engine.createOptimizer(all, { kind: 'sgd' });
      leaveGradients(all, 1);
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

    it('leaves parameters alone when all gradients are zero', async () => {
      const { engine, all } = createNetworks(await createEngine());
      const before = flat(all, 'readParameters');
      const optimizer = engine.createOptimizer(all, { kind: 'adam' });
      expect(optimizer.step({ learningRate: 1, maxGradNorm: 0.5 })).toBe(0);
      expect(flat(all, 'readParameters')).toEqual(before);
    });

    it('shows a gradient that is not a number in the norm', async () => {
      const { engine, all } = createNetworks(await createEngine());
      const optimizer = engine.createOptimizer(all, { kind: 'sgd' });
      all[0].forward(new Float32Array(4).fill(NaN), 1);
      all[0].backward(Float32Array.of(1, 1));
      expect(optimizer.step({ learningRate: 0.1, maxGradNorm: 0.5 })).toBeNaN();
    });

    it.each<OptimizerOptions>([{ kind: 'adam' }, { kind: 'sgd' }])(
      'goes on from a saved state bit by bit: $kind',
      async (options) => {
        const original = createNetworks(await createEngine());
        const copy = createNetworks(await createEngine());
        const optimizer = original.engine.createOptimizer(original.all, options);
        train(original.all, optimizer, 0, 10);
        const state = optimizer.readState();
        copy.all.forEach((network, i) => {
          network.writeParameters(original.all[i].readParameters());
        });
        train(original.all, optimizer, 10, 20);
        const resumed = copy.engine.createOptimizer(copy.all, options);
        resumed.writeState(state);
        for (const slot of Object.values(state.slots)) slot.fill(7);
        train(copy.all, resumed, 10, 20);
        original.all.forEach((network, i) => {
          expect(bits(copy.all[i].readParameters())).toEqual(bits(network.readParameters()));
        });
        expect(resumed.readState()).toEqual(optimizer.readState());
      },
    );
  });
}

function createNetworks(engine: Engine): { engine: Engine; all: Network[] } {
  const random = seededNormals(21);
  return { engine, all: [engine.createMlp(ACTOR, random), engine.createMlp(CRITIC, random)] };
}

/** Runs each network forward and backward on data of its own for each step. */
function leaveGradients(networks: readonly Network[], seed: number): void {
  const random = seededNormals(1000 + seed);
  for (const network of networks) {
    network.forward(random.array(BATCH * network.inputSize), BATCH);
    network.backward(random.array(BATCH * network.outputSize));
  }
}

function train(
  networks: readonly Network[],
  optimizer: ReturnType<Engine['createOptimizer']>,
  from: number,
  to: number,
) {
  for (let i = from; i < to; i++) {
    leaveGradients(networks, i);
    optimizer.step({ learningRate: 1e-2, maxGradNorm: 0.5 });
  }
}

function flat(networks: readonly Network[], read: 'readParameters' | 'readGradients'): number[] {
  return networks.flatMap((network) => [...network[read]()]);
}
