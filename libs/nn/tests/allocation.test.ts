import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createJsEngine, createWasmEngine } from '../src/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const engines = [await createWasmEngine(), createJsEngine()];

describe.each(engines.map((engine) => ({ build: engine.build, engine })))('$build', ({ engine }) => {
  const random = seededNormals(1);
  const spec = { inputSize: 4, hiddenSizes: [8, 8], outputSize: 2, activation: 'tanh' } as const;
  const network = engine.createMlp(spec, random);
  const logStd = engine.createParameter('log_std', random.array(2));
  const target = engine.createMlp(spec, random);
  const optimizer = engine.createOptimizer([network, logStd], { kind: 'adam' });
  const [x, one, gradient] = [random.array(16 * 4), random.array(4), random.array(16 * 2)];
  const values = new Float32Array(2);
  const step = { learningRate: 1e-4, maxGradNorm: 0.5 };

  // A view or an array would cost more than 100 bytes. A step boxes its fractions on their way to the kernels, more of them
  // the less the JavaScript engine has optimised.
  it.each<[string, number, () => void]>([
    ['forward, with alternating batches', 96, () => network.forward(one, 1) && network.forward(x, 16)],
    ['backward', 96, () => network.backward(gradient)],
    ['backwardToParameters', 96, () => network.backwardToParameters(gradient)],
    ['backwardToInputs', 96, () => network.backwardToInputs(gradient)],
    ['a parameter', 96, () => logStd.writeGradients(logStd.readParameters(values))],
    ['a Polyak update', 96, () => target.polyakUpdate(network, 0.005)],
    ['a step', 640, () => optimizer.step(step)],
  ])('allocates nothing: %s', (_, limit, run) => {
    // Other work of the process falls into the same heap, so the least of several rounds counts.
    network.forward(x, 16);
    expect(Math.min(...Array.from({ length: 4 }, () => bytesPerCall(run, 2000)))).toBeLessThan(limit);
  });
});

function bytesPerCall(run: () => void, times: number): number {
  for (let i = 0; i < times; i++) run();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < times; i++) run();
  return (process.memoryUsage().heapUsed - before) / times;
}
