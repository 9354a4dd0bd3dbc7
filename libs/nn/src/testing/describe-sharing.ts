import { describe, expect, it } from '@jest/globals';
import type { Engine, MlpSpec } from '../network.ts';
import { bits } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { seededNormals } from './seeded-normals.ts';

const SPEC: MlpSpec = { inputSize: 4, hiddenSizes: [8, 8], outputSize: 2, activation: 'tanh' };

/** Networks and optimisers of one engine that know nothing of each other. */
export function describeSharing(createEngine: CreateEngine): void {
  describe('networks side by side', () => {
    it('share no state between forward and backward', async () => {
      const alone = createCase(await createEngine(), 41);
      const y = alone.network.forward(alone.x, 6).slice();
      const inputGradient = alone.network.backward(alone.outputGradient).slice();
      const gradients = alone.network.readGradients();

      const engine = await createEngine();
      const first = createCase(engine, 41);
      const second = createCase(engine, 42);
      const firstOutput = first.network.forward(first.x, 6);
      second.network.forward(second.x, 6);
      const firstGradient = first.network.backward(first.outputGradient);
      second.network.backward(second.outputGradient);
      expect(bits(firstOutput)).toEqual(bits(y));
      expect(bits(firstGradient)).toEqual(bits(inputGradient));
      expect(bits(first.network.readGradients())).toEqual(bits(gradients));
    });

    it('share no state between forward and backward of one network: its output outlives backward', async () => {
      const { network, x, outputGradient } = createCase(await createEngine(), 43);
      const y = network.forward(x, 6);
      const kept = y.slice();
      network.backward(outputGradient);
      expect(bits(y)).toEqual(bits(kept));
    });

    it('change only the parameters of the networks that the optimiser was given', async () => {
      const engine = await createEngine();
      const trained = createCase(engine, 44);
      const bystander = createCase(engine, 45);
      const before = bystander.network.readParameters();
      const optimizer = engine.createOptimizer([trained.network], { kind: 'adam' });
      for (const { network, x, outputGradient } of [trained, bystander]) {
        network.forward(x, 6);
        network.backward(outputGradient);
      }
      optimizer.step({ learningRate: 0.1 });
      expect(bits(bystander.network.readParameters())).toEqual(bits(before));
    });

    it('feed one another: the output of one may be the input of the next', async () => {
      const engine = await createEngine();
      const first = createCase(engine, 46).network;
      const second = engine.createMlp({ ...SPEC, inputSize: 2 }, seededNormals(47));
      const x = seededNormals(48).array(24);
      const y = second.forward(first.forward(x, 6).slice(), 6).slice();
      expect(bits(second.forward(first.forward(x, 6), 6))).toEqual(bits(y));
    });
  });
}

function createCase(engine: Engine, seed: number) {
  const random = seededNormals(seed);
  const network = engine.createMlp(SPEC, random);
  return { network, x: random.array(24), outputGradient: random.array(12) };
}
