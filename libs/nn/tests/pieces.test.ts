import { afterAll, describe, expect, it } from '@jest/globals';
import { createJsEngine, createWasmEngine, passesOf, stepInPieces, type Engine, type MlpSpec } from '../src/index.ts';
import { createThreadedEngine } from '../src/node/threads/create-threaded-engine.ts';
import { bits } from '../src/testing/comparisons.ts';
import { resultOf } from '../src/testing/result-of.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

const SPEC: MlpSpec = {
  inputSize: 4,
  hiddenSizes: [512, 512],
  outputSize: 3,
  activation: 'tanh',
  // Quicker to make, and the start is of no account.
  initialization: 'uniform',
};
const BATCH = 128;
const x = seededNormals(1).array(BATCH * SPEC.inputSize);
const outputGradient = seededNormals(2).array(BATCH * SPEC.outputSize);

const threaded = await createThreadedEngine({ threads: 2 });
afterAll(() => threaded.close());

describe('passes of a large network in pieces', () => {
  it.each<[string, () => Engine | Promise<Engine>]>([
    ['relaxed', () => createWasmEngine({ build: 'relaxed' })],
    ['simd', () => createWasmEngine({ build: 'simd' })],
    ['two threads', () => threaded.engine],
    ['js', createJsEngine],
  ])('have the bits of those in one go, also when the network is used between any two of them: %s', async (_, open) => {
    const engine = await open();
    const [whole, divided] = [0, 1].map(() => engine.createMlp(SPEC, seededNormals(3)));
    const [passes] = passesOf(divided);
    let turns = 0;
    const inBetween = (): void => {
      turns += 1;
      // Others predict, with batches of other sizes and sometimes of this one; they also make the memory grow.
      divided.forward(seededNormals(turns).array(SPEC.inputSize), 1);
      if (turns % 8 === 0) divided.forward(seededNormals(turns).array(BATCH * SPEC.inputSize), BATCH);
      if (turns === 4) engine.createMlp({ ...SPEC, hiddenSizes: [600, 700] }, seededNormals(4)).forward(x, BATCH);
    };
    expect(bits(resultOf(passes.forward(x, BATCH), inBetween))).toEqual(bits(whole.forward(x, BATCH)));
    expect(bits(resultOf(passes.backward(outputGradient), inBetween))).toEqual(bits(whole.backward(outputGradient)));
    expect(bits(divided.readGradients())).toEqual(bits(whole.readGradients()));
    expect(bits(resultOf(passes.backwardToInputs(outputGradient), inBetween))).toEqual(
      bits(whole.backwardToInputs(outputGradient)),
    );
    resultOf(passes.backwardToParameters(outputGradient), inBetween);
    whole.backwardToParameters(outputGradient);
    expect(bits(divided.readGradients())).toEqual(bits(whole.readGradients()));
    // Four passes of 70 million operations each, and twice that backwards to parameters.
    expect(turns).toBeGreaterThan(20);
  });

  it.each<[string, () => Engine | Promise<Engine>, number]>([
    // Three pieces of the gradients' squares and three of the parameters.
    ['wasm', () => createWasmEngine(), 4],
    ['two threads', () => threaded.engine, 4],
    ['js', createJsEngine, 4],
  ])('are followed by steps with the bits of those in one go: %s', async (_, open, pieces) => {
    const engine = await open();
    const [whole, divided] = [0, 1].map(() => {
      const network = engine.createMlp(SPEC, seededNormals(3));
      const vector = engine.createParameter('log_std', Float32Array.of(1, 2, 3));
      network.forward(x, BATCH);
      network.backwardToParameters(outputGradient);
      vector.writeGradients(Float32Array.of(-1, 0, 4));
      return { network, vector, optimizer: engine.createOptimizer([vector, network], { kind: 'adam' }) };
    });
    const settings = { learningRate: 1e-3, maxGradNorm: 0.1 };
    for (let step = 0; step < 3; step++) {
      let turns = 0;
      const norm = resultOf(stepInPieces(divided.optimizer, settings), () => void (turns += 1));
      expect(norm).toBe(whole.optimizer.step(settings));
      expect(turns).toBe(pieces);
    }
    expect(bits(divided.network.readParameters())).toEqual(bits(whole.network.readParameters()));
    expect(bits(divided.vector.readParameters())).toEqual(bits(whole.vector.readParameters()));
    expect(divided.optimizer.readState()).toEqual(whole.optimizer.readState());
  });

  it('are in one go where one of the networks cannot be divided', async () => {
    const wasm = (await createWasmEngine()).createMlp(SPEC, seededNormals(3));
    const undivided = createJsEngine().createMlp({ ...SPEC, hiddenSizes: [8] }, seededNormals(3));
    Object.defineProperty(undivided, 'inPieces', { value: undefined });
    const [ofWasm] = passesOf(wasm, undivided);
    expect(ofWasm.forward(x, BATCH).next().done).toBe(true);
    const [alone] = passesOf(wasm);
    expect(alone.forward(x, BATCH).next().done).toBe(false);
  });
});
