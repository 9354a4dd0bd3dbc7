import { expect, it } from '@jest/globals';
import { createEngine } from './index.ts';
import { seededNormals } from './testing/seeded-normals.ts';

it('the example of the README learns XOR', async () => {
  const random = seededNormals(0);
  const engine = await createEngine();
  const network = engine.createMlp({ inputSize: 2, hiddenSizes: [16], outputSize: 1, activation: 'tanh' }, random);
  const optimizer = engine.createOptimizer([network], { kind: 'adam' });
  const x = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
  const target = [0, 1, 1, 0];
  for (let i = 0; i < 500; i++) {
    const y = network.forward(x, 4);
    network.backwardToParameters(y.map((value, row) => (value - target[row]) / 4));
    optimizer.step({ learningRate: 0.01, maxGradNorm: 0.5 });
  }
  expect([...network.forward(x, 4)].map(Math.round).map(Math.abs)).toEqual(target);
});
