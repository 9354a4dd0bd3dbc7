import { describe, expect, it } from '@jest/globals';
import type { Engine, MlpSpec } from '../network.ts';
import { bits, relativeError } from './comparisons.ts';
import type { CreateEngine } from './create-engine.ts';
import { seededNormals } from './seeded-normals.ts';

const SPEC: MlpSpec = { inputSize: 5, hiddenSizes: [10, 6], outputSize: 3, activation: 'tanh' };

/** Batches that grow and shrink, and runs that repeat. */
export function describeBatches(createEngine: CreateEngine): void {
  describe('batches', () => {
    it('may grow and shrink without a trace of the ones before', async () => {
      const engine = await createEngine();
      const used = engine.createMlp(SPEC, seededNormals(31));
      for (const [i, batch] of [3, 16, 5, 1, 16, 33, 2, 3, 16].entries()) {
        const x = seededNormals(i).array(batch * 5);
        const outputGradient = seededNormals(100 + i).array(batch * 3);
        const fresh = engine.createMlp(SPEC, seededNormals(31));
        expect(bits(used.forward(x, batch))).toEqual(bits(fresh.forward(x, batch).slice()));
        expect(bits(used.backward(outputGradient))).toEqual(bits(fresh.backward(outputGradient).slice()));
        expect(bits(used.readGradients())).toEqual(bits(fresh.readGradients()));
      }
    });

    it('give each row what it would get alone', async () => {
      const engine = await createEngine();
      const network = engine.createMlp(SPEC, seededNormals(32));
      const x = seededNormals(33).array(9 * 5);
      const together = network.forward(x, 9).slice();
      expect(together.length).toBe(9 * 3);
      for (let row = 0; row < 9; row++) {
        const alone = network.forward(x.subarray(row * 5, row * 5 + 5), 1);
        expect(relativeError(alone, together.subarray(row * 3, row * 3 + 3))).toBeLessThan(1e-6);
      }
    });

    it('repeat a training run bit by bit', async () => {
      expect(bits(trainOnce(await createEngine()))).toEqual(bits(trainOnce(await createEngine())));
    });
  });
}

/** Regresses random targets for a while; gives the final parameters. */
function trainOnce(engine: Engine): Float32Array {
  const random = seededNormals(34);
  const network = engine.createMlp(SPEC, random);
  const optimizer = engine.createOptimizer([network], { kind: 'adam' });
  const gradient = new Float32Array(16 * 3);
  const x = random.array(16 * 5);
  const target = random.array(16 * 3);
  const losses: number[] = [];
  for (let i = 0; i < 60; i++) {
    const y = network.forward(x, 16);
    let loss = 0;
    for (let j = 0; j < y.length; j++) {
      gradient[j] = (y[j] - target[j]) / y.length;
      loss += (y[j] - target[j]) ** 2 / (2 * y.length);
    }
    losses.push(loss);
    network.backward(gradient);
    optimizer.step({ learningRate: 1e-2, maxGradNorm: 1 });
  }
  expect(losses[59]).toBeLessThan(losses[0] / 2);
  return network.readParameters();
}
