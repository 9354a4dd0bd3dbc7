import { describe, expect, it } from '@jest/globals';
import type { Engine, MlpSpec } from '../network.ts';
import { bits, relativeError } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { finiteDifferences, referenceForward } from './reference-mlp.ts';
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

    it('compose: two heads on a shared trunk have the gradients of the whole', async () => {
      const engine = await createEngine();
      const random = seededNormals(49);
      const body = { inputSize: 4, hiddenSizes: [8], activation: 'tanh' } as const;
      const trunk = engine.createMlp({ ...body, outputSize: 6, outputActivation: 'tanh' }, random);
      const policy = engine.createMlp({ inputSize: 6, hiddenSizes: [], outputSize: 2, activation: 'tanh' }, random);
      const value = engine.createMlp({ inputSize: 6, hiddenSizes: [5], outputSize: 1, activation: 'tanh' }, random);
      const x = random.array(3 * 4);
      const policyGradient = random.array(3 * 2);
      const valueGradient = random.array(3);

      const features = trunk.forward(x, 3);
      policy.forward(features, 3);
      value.forward(features, 3);
      const featureGradient = policy.backward(policyGradient).slice();
      value.backward(valueGradient).forEach((gradient, i) => {
        featureGradient[i] += gradient;
      });
      trunk.backwardToParameters(featureGradient);

      // The loss as a function of the trunk's parameters, through the heads.
      const trunkSpec = { ...body, outputSize: 6, outputActivation: 'tanh' } as const;
      const policySpec = { inputSize: 6, hiddenSizes: [], outputSize: 2, activation: 'tanh' } as const;
      const valueSpec = { inputSize: 6, hiddenSizes: [5], outputSize: 1, activation: 'tanh' } as const;
      const [policyParameters, valueParameters] = [policy.readParameters(), value.readParameters()];
      const loss = (parameters: ArrayLike<number>): number => {
        const shared = referenceForward(trunkSpec, parameters, x, 3);
        const logits = referenceForward(policySpec, policyParameters, shared, 3);
        const values = referenceForward(valueSpec, valueParameters, shared, 3);
        return (
          logits.reduce((sum, y, i) => sum + y * policyGradient[i], 0) +
          values.reduce((sum, y, i) => sum + y * valueGradient[i], 0)
        );
      };
      const expected = finiteDifferences(loss, trunk.readParameters());
      expect(relativeError(trunk.readGradients(), expected)).toBeLessThan(1e-5);
    });

    it('keep their results when others are made and grow', async () => {
      const engine = await createEngine();
      const { network, x, outputGradient } = createCase(engine, 50);
      const y = network.forward(x, 6);
      const inputGradient = network.backward(outputGradient);
      const kept = [y.slice(), inputGradient.slice()];
      const large = engine.createMlp({ ...SPEC, hiddenSizes: [256, 256] }, seededNormals(51));
      large.forward(new Float32Array(4 * 512), 512);
      expect(bits(y)).toEqual(bits(kept[0]));
      expect(bits(inputGradient)).toEqual(bits(kept[1]));
      expect(bits(network.forward(x, 6))).toEqual(bits(kept[0]));
      expect(bits(network.backward(outputGradient))).toEqual(bits(kept[1]));
    });

    it.each([0, 0.005, 0.5, 1])('move towards another by a fraction of %p', async (tau) => {
      const engine = await createEngine();
      const target = createCase(engine, 52).network;
      const online = createCase(engine, 53).network;
      const before = target.readParameters();
      const source = online.readParameters();
      target.polyakUpdate(online, tau);
      const after = target.readParameters();
      const expected = before.map((parameter, i) => (1 - tau) * parameter + tau * source[i]);
      expect(relativeError(after, expected)).toBeLessThan(1e-7);
      expect(bits(online.readParameters())).toEqual(bits(source));
    });

    it('become another bit by bit', async () => {
      const engine = await createEngine();
      const target = createCase(engine, 52).network;
      const online = createCase(engine, 53).network;
      target.polyakUpdate(online, 1);
      expect(bits(target.readParameters())).toEqual(bits(online.readParameters()));
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
