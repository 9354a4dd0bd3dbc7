import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Box, Discrete, MultiBinary, MultiDiscrete, type Observation, type Space } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createAlgorithm } from '../../src/registry.ts';
import { IdentityEnv } from '../identity-env.ts';

/** A Python with what is beside this file: `pip install -r python-readers.txt`. The pipeline has it. */
const python = process.env['CARTWHEEL_PYTHON'] ?? 'python3';
const hasReaders = spawnSync(python, ['-c', 'import numpy, onnx, onnxruntime, safetensors']).status === 0;
const describeWithPython = hasReaders ? describe : describe.skip;

const folder = mkdtempSync(join(tmpdir(), 'cartwheel-policies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASES: [string, Space, Record<string, unknown>][] = [
  ['ppo', new Discrete(4, { start: -2 }), { sharedTrunk: [6], activation: 'silu' }],
  ['ppo', new MultiDiscrete([3, 2, 4]), { activation: 'relu' }],
  ['a2c', new MultiBinary(3), { activation: 'elu' }],
  ['a2c', new Box({ low: [-0.001, -1], high: [0.001, 1] }), {}],
  ['ppo', new Box({ low: -1, high: 1, shape: [2] }), { useSde: true, normalizeObservation: true }],
  ['ars', new Box({ low: [-0.5, 1], high: [0.5, 3] }), { zeroPolicy: false, squashOutput: true, withBias: true }],
  ['dqn', new Discrete(4, { start: 1 }), { bufferSize: 10, dueling: true, activation: 'leakyRelu' }],
  ['qrdqn', new Discrete(4), { bufferSize: 10, nQuantiles: 5 }],
  ['tqc', new Box({ low: [-0.5, -1], high: [0.5, 3] }), { bufferSize: 10, useSde: true }],
  ['td3', new Box({ low: [-0.5, -1], high: [0.5, 3] }), { bufferSize: 10 }],
  ['sac', new Box({ low: [-0.5, -1], high: [0.5, 3] }), { bufferSize: 10 }],
];

describeWithPython('Python’s readers', () => {
  it.each(CASES)('act as the learner does: %s on %s', async (algorithm, space, hyperparameters) => {
    const random = createGenerator(1);
    const settings = { ...hyperparameters, netArch: [9, 7], ...(algorithm === 'ppo' ? { nSteps: 32 } : {}) };
    const model = await createAlgorithm(algorithm, () => new IdentityEnv(space), {
      seed: 2,
      hyperparameters: settings,
    });
    if ('normalizeObservation' in hyperparameters) await model.learn({ totalTimesteps: 100 });
    const onnx = join(folder, `${algorithm}.onnx`);
    const safetensors = join(folder, `${algorithm}.safetensors`);
    writeFileSync(onnx, model.exportPolicy('onnx'));
    writeFileSync(safetensors, model.exportPolicy('safetensors'));
    const seen = Array.from({ length: 20 }, () => space.sample(random));

    const observations = seen.map((observation) => flat(space, observation));
    const read = readWithPython({ onnx, safetensors, observations });

    const expected = seen.map((observation) => numbers(model.predict(observation, { deterministic: true })));
    expect(read.actions.map((action) => [action].flat())).toEqual(
      expected.map((action) => action.map((number) => expect.closeTo(number, 5))),
    );
    expect(read.outputs).toContain('action');
    expect(read.shapes).toMatchObject({ 'layers.0.bias': [expect.any(Number)] });
  });
});

function readWithPython(input: object): { actions: (number | number[])[]; outputs: string[]; shapes: object } {
  const script = fileURLToPath(new URL('read_policy.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync(python, [script], { input: JSON.stringify(input), encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return JSON.parse(stdout);
}

function flat(space: Space, observation: Observation): number[] {
  const target = new Float32Array(space.flatSize);
  space.flattenInto(observation, target, 0);
  return Array.from(target);
}

function numbers(action: Observation): number[] {
  if (typeof action === 'number') return [action];
  if (ArrayBuffer.isView(action)) return Array.from(action);
  throw new Error('An identity environment has numbers.');
}
