import { afterAll, describe, expect, it } from '@jest/globals';
import { weightsHash } from '../scripts/weights-hash.ts';
import { createWasmEngine, type Engine } from '../src/index.ts';
import { createThreadedEngine, type ThreadedEngine } from '../src/node/threads/create-threaded-engine.ts';
import { bits } from '../src/testing/comparisons.ts';
import { describeEngine } from '../src/testing/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

const opened: ThreadedEngine[] = [];
afterAll(() => {
  for (const { close } of opened) close();
});

async function onTwoThreads(options: { build?: 'relaxed' | 'simd'; threads?: 'auto' } = {}): Promise<Engine> {
  const threaded = await createThreadedEngine({ threads: 2, ...options });
  opened.push(threaded);
  return threaded.engine;
}

// One for all tests, so that not each starts a thread.
const engine = await onTwoThreads();
describeEngine('wasm on two threads', () => engine);

describe('two threads give the bits of one', () => {
  it.each([
    ['relaxed', 2],
    ['simd', 2],
    ['relaxed', 'auto'],
  ] as const)('after 300 updates: %s, %s', async (build, threads) => {
    const shared = await onTwoThreads({ build, ...(threads === 'auto' ? { threads } : {}) });
    const single = await createWasmEngine({ build });
    expect(shared.build).toBe(single.build);
    expect(weightsHash(shared, 300)).toBe(weightsHash(single, 300));
  });

  it('in all that a network gives, whatever its shape, and in the state of every optimiser', async () => {
    const engines = [await createWasmEngine(), engine];
    const random = seededNormals(7);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random.random() * values.length)];
    for (let round = 0; round < 20; round++) {
      const size = (most: number): number => 1 + Math.floor(random.random() * most);
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
      const [one, two] = engines.map((engine) => {
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
      expect(two).toEqual(one);
    }
  });
});
