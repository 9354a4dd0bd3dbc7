import { createJsEngine, createWasmEngine, type Engine } from '../src/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';

const INPUTS = 5;
const ACTIONS = 3;
const BATCH = 64;

/** The builds that give the same bits on every processor and JavaScript engine. */
export async function createEngines(): Promise<Engine[]> {
  return [await createWasmEngine({ build: 'relaxed' }), await createWasmEngine({ build: 'simd' }), createJsEngine()];
}

/**
 * The weights of a small actor, a critic and a value network (wide enough that zeros after relu are left out) after some
 * updates. Everything around the engine is exact arithmetic (no `Math.log` or `Math.cos`, which JavaScript engines may round
 * differently).
 */
export function trainedWeights(engine: Engine, updates: number): Float32Array[] {
  const seeded = seededNormals(2024);
  const random = (): number => seeded.random();
  const uniforms = (length: number): Float32Array => Float32Array.from({ length }, () => 2 * random() - 1);
  const exact = { random, standardNormal: () => 2 * random() - 1 };
  const body = { inputSize: INPUTS, hiddenSizes: [64, 30] };
  const actor = engine.createMlp({ ...body, outputSize: ACTIONS, activation: 'tanh' }, exact);
  const critic = engine.createMlp({ ...body, outputSize: 1, activation: 'elu', outputActivation: 'silu' }, exact);
  const values = engine.createMlp(
    { inputSize: INPUTS, hiddenSizes: [64, 64], outputSize: 1, activation: 'relu' },
    exact,
  );
  const logStd = engine.createParameter('log_std', uniforms(ACTIONS));
  const optimizer = engine.createOptimizer([actor, critic, values, logStd], { kind: 'adamw', epsilon: 1e-5 });
  const [x, targets, returns] = [uniforms(BATCH * INPUTS), uniforms(BATCH * ACTIONS), uniforms(BATCH)];
  const difference = (from: Float32Array, to: Float32Array): Float32Array => from.map((y, i) => (y - to[i]) / BATCH);

  for (let i = 0; i < updates; i++) {
    // A batch that is no multiple of a panel now and then.
    const rows = i % 3 === 0 ? BATCH - 5 : BATCH;
    const input = x.subarray(0, rows * INPUTS);
    actor.backwardToParameters(difference(actor.forward(input, rows), targets));
    critic.backward(difference(critic.forward(input, rows), returns));
    values.backwardToParameters(difference(values.forward(input, rows), returns));
    logStd.writeGradients(difference(logStd.readParameters(), targets));
    optimizer.step({ learningRate: 1e-3, maxGradNorm: 0.5 });
  }
  return [actor, critic, values, logStd].map((trained) => trained.readParameters());
}
