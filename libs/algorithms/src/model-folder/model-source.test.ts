import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Algorithm, ModelSource } from '../algorithm.ts';
import { createAlgorithm, loadAlgorithm } from '../registry.ts';
import { MODEL_FILES } from './model-files.ts';

let folder: string;
const models = new Map<string, Algorithm>();
const OBSERVATION = Float32Array.of(0.1, -0.2, 0.03, 0.4);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwheel-source-'));
  for (const algorithm of ['ppo', 'qrdqn']) {
    const hyperparameters = { netArch: [8], ...(algorithm === 'ppo' ? { normalizeObservation: true } : {}) };
    const model = await createAlgorithm(algorithm, 'CartPole-v1', { seed: 3, hyperparameters });
    await model.save(join(folder, algorithm));
    models.set(algorithm, model);
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function filesOf(algorithm: string): Promise<Record<string, Uint8Array>> {
  const files = MODEL_FILES.map(async (name) => [name, await readFile(join(folder, algorithm, name))] as const);
  return Object.fromEntries(await Promise.all(files));
}

it.each(['ppo', 'qrdqn'])('a model of %s is loaded from bytes as from its folder', async (algorithm) => {
  const sources: ModelSource[] = [join(folder, algorithm), await filesOf(algorithm)];
  const [fromFolder, fromBytes] = await Promise.all(sources.map((source) => loadAlgorithm(source)));
  expect(fromBytes?.weightsHash()).toBe(fromFolder?.weightsHash());
  expect(fromBytes?.predict(OBSERVATION)).toEqual(fromFolder?.predict(OBSERVATION));
  expect(fromBytes?.inspect?.(OBSERVATION)).toEqual(models.get(algorithm)?.inspect?.(OBSERVATION));
});

it('says which file is missing', async () => {
  const { 'model.json': description } = await filesOf('ppo');
  await expect(loadAlgorithm({ 'model.json': description })).rejects.toMatchObject({
    code: 'algorithms/missing-model-file',
    message: 'A model has a file weights.safetensors; of the given ones (model.json) it is none.',
  });
});

it('the insight into an actor–critic is what it acts by', () => {
  const model = models.get('ppo')!;
  const { probabilities = [], value } = model.inspect?.(OBSERVATION) ?? {};
  expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1);
  expect(probabilities.indexOf(Math.max(...probabilities))).toBe(model.predict(OBSERVATION, { deterministic: true }));
  expect(value).toEqual(expect.any(Number));
});

it.each(['sac', 'td3', 'tqc'])(
  'the insight into %s is the return that its least hopeful critic expects',
  async (name) => {
    const model = await createAlgorithm(name, 'Pendulum-v1', { seed: 3, hyperparameters: { netArch: [4] } });
    const observation = Float32Array.of(0.6, 0.8, -2);
    const action = model.predict(observation, { deterministic: true });
    const tensors = new Map([...(model.parameters?.() ?? [])].map((tensor) => [tensor.name, tensor.data]));
    // Critics see actions scaled to [−1, 1]: Pendulum's go to 2.
    const inputs = [...observation, (action as Float32Array)[0] / 2];
    const expected = ['qf0', 'qf1'].map((critic) => {
      const layer = (at: number, values: readonly number[]): number[] => {
        const bias = tensors.get(`${critic}.layers.${at}.bias`) ?? new Float32Array(0);
        const weight = tensors.get(`${critic}.layers.${at}.weight`) ?? new Float32Array(0);
        return [...bias].map((b, out) =>
          values.reduce((sum, value, i) => sum + value * weight[i * bias.length + out], b),
        );
      };
      const atoms = layer(
        1,
        layer(0, inputs).map((value) => Math.max(0, value)),
      );
      return atoms.reduce((sum, value) => sum + value, 0) / atoms.length;
    });
    expect(model.inspect?.(observation).value).toBeCloseTo(Math.min(...expected), 5);
    model.dispose();
  },
);

it('the insight into a Q network is the mean return of each action', () => {
  const model = models.get('qrdqn')!;
  const { actionValues = [], value, probabilities } = model.inspect?.(OBSERVATION) ?? {};
  expect(actionValues.indexOf(Math.max(...actionValues))).toBe(model.predict(OBSERVATION, { deterministic: true }));
  expect(value).toBe(Math.max(...actionValues));
  expect(probabilities).toBeUndefined();
});
