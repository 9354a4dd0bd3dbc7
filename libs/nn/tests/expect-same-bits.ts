import { expect } from '@jest/globals';
import type { Engine } from '../src/index.ts';
import { bits } from '../src/testing/comparisons.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

/** Random networks of all shapes, with every optimiser, give the same bits in both engines: outputs, gradients and state. */
export function expectSameBits(a: Engine, b: Engine, rounds = 20): void {
  const random = seededNormals(7);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random.random() * values.length)];
  const size = (most: number): number => 1 + Math.floor(random.random() * most);
  for (let round = 0; round < rounds; round++) {
    const spec = {
      inputSize: size(40),
      hiddenSizes: Array.from({ length: size(4) - 1 }, () => size(150)),
      outputSize: size(30),
      activation: pick(['tanh', 'relu', 'leakyRelu', 'elu', 'silu'] as const),
    };
    const kind = pick(['adam', 'adamw', 'rmsprop', 'sgd', 'momentum'] as const);
    const options = kind === 'momentum' ? ({ kind: 'sgd', momentum: 0.9 } as const) : { kind };
    const batch = size(200);
    const [x, gradient] = [random.array(batch * spec.inputSize), random.array(batch * spec.outputSize)];
    const seed = 100 + round;
    const [first, second] = [a, b].map((engine) => {
      const network = engine.createMlp(spec, seededNormals(seed));
      const target = engine.createMlp(spec, seededNormals(seed + 1));
      const optimizer = engine.createOptimizer([network], options);
      const given: Float32Array[] = [];
      for (let i = 0; i < 3; i++) {
        given.push(network.forward(x, batch).slice(), network.backward(gradient).slice());
        given.push(network.backwardToInputs(gradient).slice(), network.readGradients());
        given.push(Float32Array.of(optimizer.step({ learningRate: 0.01, maxGradNorm: 1 })));
        target.polyakUpdate(network, 0.3);
      }
      given.push(network.readParameters(), target.readParameters(), ...Object.values(optimizer.readState().slots));
      return given.map(bits);
    });
    expect(second).toEqual(first);
  }
}
