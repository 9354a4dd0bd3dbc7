import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { createJsEngine } from '../src/index.ts';
import { codeThrownBy, relativeError } from '../src/testing/comparisons.ts';
import { describeEngine } from '../src/testing/index.ts';
import { seededNormals } from '../src/testing/seeded-normals.ts';
import { createTfjsEngine } from '../src/tfjs/index.ts';
import { loadTfjs } from './load-tfjs.ts';

const tf = await loadTfjs();

describeEngine('tfjs, cpu', () => createTfjsEngine(tf));

describe('the tfjs engine', () => {
  const spec = { inputSize: 4, hiddenSizes: [8, 8], outputSize: 2, activation: 'tanh' } as const;

  it('names its backend and version', async () => {
    expect(await createTfjsEngine(tf)).toMatchObject({ name: 'tfjs-cpu', build: `tfjs-cpu/${tf.version_core}` });
  });

  it('refuses to start without a backend', async () => {
    const cause = new Error('No backend found in registry.');
    const bare = { ...tf, ready: () => Promise.reject(cause) };
    await expect(createTfjsEngine(bare)).rejects.toMatchObject({ code: 'nn/no-tfjs-backend', cause });
  });

  it('trains as the js engine does', async () => {
    const trained = [await createTfjsEngine(tf), createJsEngine()].map((engine) => {
      const random = seededNormals(1);
      const network = engine.createMlp(spec, random);
      const optimizer = engine.createOptimizer([network], { kind: 'adam' });
      const [x, gradient] = [random.array(16 * 4), random.array(16 * 2)];
      for (let i = 0; i < 20; i++) {
        network.forward(x, 16);
        network.backwardToParameters(gradient);
        optimizer.step({ learningRate: 1e-3, maxGradNorm: 0.5 });
      }
      return network.readParameters();
    });
    expect(relativeError(trained[0], trained[1])).toBeLessThan(1e-5);
  });

  it('refuses networks of another tfjs, whose tensors it does not share', async () => {
    const engine = await createTfjsEngine(tf);
    const own = engine.createMlp(spec, seededNormals(1));
    const foreign = (await createTfjsEngine({ ...tf })).createMlp(spec, seededNormals(1));
    expect(codeThrownBy(() => engine.createOptimizer([own, foreign], { kind: 'adam' }))).toBe('nn/foreign-network');
    expect(codeThrownBy(() => own.polyakUpdate(foreign, 0.5))).toBe('nn/foreign-network');
  });
});

describe('the tensors of the tfjs engine', () => {
  const spec = { inputSize: 4, hiddenSizes: [6], outputSize: 2, activation: 'silu' } as const;
  const step = { learningRate: 1e-3, maxGradNorm: 0.5 };

  async function createUpdate() {
    const engine = await createTfjsEngine(tf);
    const random = seededNormals(1);
    const network = engine.createMlp(spec, random);
    const target = engine.createMlp(spec, random);
    const logStd = engine.createParameter('log_std', random.array(2));
    const optimizer = engine.createOptimizer([network, logStd], { kind: 'adam' });
    const [x, gradient, values] = [random.array(8 * 4), random.array(8 * 2), random.array(2)];
    return () => {
      network.forward(x.subarray(0, 4), 1);
      network.forward(x, 8);
      network.backwardToInputs(gradient);
      network.backwardToParameters(gradient);
      network.backward(gradient);
      logStd.writeGradients(values);
      optimizer.step(step);
      optimizer.writeState(optimizer.readState());
      target.polyakUpdate(network, 0.005);
      network.writeParameters(network.readParameters());
    };
  }

  it('stay as many over 1,000 updates', async () => {
    await collectGarbage();
    const update = await createUpdate();
    update();
    const { numTensors, numDataBuffers } = tf.memory();
    for (let i = 0; i < 1000; i++) update();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it("survive a caller's tf.tidy, and leave it nothing to dispose", async () => {
    const update = await createUpdate();
    update();
    const { numTensors } = tf.memory();
    tf.tidy(() => {
      update();
      expect(tf.memory().numTensors).toBe(numTensors);
    });
    update();
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('go with the networks and optimisers that they belong to', async () => {
    await collectGarbage();
    const { numTensors } = tf.memory();
    await (async () => {
      for (let i = 0; i < 20; i++) (await createUpdate())();
    })();
    expect(tf.memory().numTensors).toBeGreaterThan(numTensors + 20);
    await collectGarbage();
    expect(tf.memory().numTensors).toBeLessThan(numTensors + 20);
  });
});

/** Lets finalisers run, too, which they do in tasks of their own. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 5; i++) {
    collect();
    await setImmediate();
  }
}
