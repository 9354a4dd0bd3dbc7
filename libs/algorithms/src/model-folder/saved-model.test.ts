import { appendFile, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Discrete, createVectorEnv, makeEnv } from '@cartwheel/envs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { PPO } from '../ppo/ppo.ts';

async function trained(): Promise<PPO> {
  const small = { nSteps: 16, batchSize: 32, nEpochs: 2, numEnvs: 4, netArch: [8] };
  const model = await PPO.create('CartPole-v1', { ...small, seed: 5, learningRate: 'lin_0.01' });
  await model.learn({ totalTimesteps: 64 });
  return model;
}

describe('a saved PPO', () => {
  let root: string;
  let dir: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'cartwheel-ppo-'));
    dir = join(root, 'model');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('comes back with its weights, its settings and its counters', async () => {
    const model = await trained();
    const hash = await model.save(dir);
    const loaded = await PPO.load(dir);

    expect(hash).toBe(model.weightsHash());
    expect(loaded.weightsHash()).toBe(hash);
    expect(loaded).toMatchObject({ envId: 'CartPole-v1', seed: 5, numEnvs: 4, timesteps: 64 });
    expect(loaded.hyperparameters).toEqual(model.hyperparameters);
    for (let i = 0; i < 100; i++) {
      const observation = Float32Array.from({ length: 4 }, (_, j) => Math.sin(i * 4 + j));
      expect(loaded.predict(observation, { deterministic: true })).toBe(
        model.predict(observation, { deterministic: true }),
      );
    }
  });

  it('goes on learning, in the environment it knew or in another of the same spaces', async () => {
    await (await trained()).save(dir);

    const alone = await PPO.load(dir);
    await expect(alone.learn({ totalTimesteps: 64 })).resolves.toMatchObject({ timesteps: 128, updates: 4 });

    const elsewhere = await PPO.load(dir, { env: createVectorEnv(() => makeEnv('CartPole-v1'), { numEnvs: 2 }) });
    await expect(elsewhere.learn({ totalTimesteps: 32 })).resolves.toMatchObject({ timesteps: 96 });
    await expect(PPO.load(dir, { env: () => new IdentityEnv(new Discrete(4)) })).rejects.toMatchObject({
      code: 'algorithms/other-spaces',
    });
  });

  it('is saved over an older one', async () => {
    const model = await trained();
    await model.save(dir);
    await model.learn({ totalTimesteps: 64 });
    const hash = await model.save(dir);

    expect((await PPO.load(dir)).weightsHash()).toBe(hash);
  });

  it.each([
    ['model.json', 'the seed', (text: string) => text.replace('"seed": 5', '"seed": 6')],
    ['model.json', 'its end', (text: string) => text.slice(0, -20)],
  ])('is refused when %s lost %s', async (file, _what, change) => {
    await (await trained()).save(dir);
    await writeFile(join(dir, file), change(await readFile(join(dir, file), 'utf8')));

    await expect(PPO.load(dir)).rejects.toMatchObject({ code: 'algorithms/altered-model' });
  });

  it('is refused when a bit of the weights flipped, or the file is torn', async () => {
    await (await trained()).save(dir);
    const file = join(dir, 'weights.safetensors');
    const bytes = await readFile(file);
    const flipped = Uint8Array.from(bytes);
    flipped[flipped.length - 1] ^= 1;

    await writeFile(file, flipped);
    await expect(PPO.load(dir)).rejects.toMatchObject({ code: 'algorithms/altered-model' });
    await writeFile(file, bytes.subarray(0, bytes.length - 8));
    await expect(PPO.load(dir)).rejects.toMatchObject({ code: 'algorithms/altered-model' });
    await writeFile(file, bytes);
    await appendFile(file, 'x');
    await expect(PPO.load(dir)).rejects.toMatchObject({ code: 'algorithms/altered-model' });
  });

  it('is refused when a file is missing, or it is of another format', async () => {
    await (await trained()).save(dir);
    const file = join(dir, 'model.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"formatVersion": 1', '"formatVersion": 99'));
    await expect(PPO.load(dir)).rejects.toMatchObject({ code: 'algorithms/unknown-model-format' });

    await writeFile(file, text);
    await unlink(join(dir, 'weights.safetensors'));
    await expect(PPO.load(dir)).rejects.toMatchObject({ code: 'algorithms/missing-model-file' });
  });
});
