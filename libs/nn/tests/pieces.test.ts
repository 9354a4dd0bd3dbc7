import { afterAll, describe, expect, it } from '@jest/globals';
import { createJsEngine, createWasmEngine, passesOf, type Engine, type MlpSpec } from '../src/index.ts';
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
