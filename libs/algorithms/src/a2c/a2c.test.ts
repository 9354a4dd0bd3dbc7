import { Discrete } from '@cartwheel/envs';
import { describe, expect, it } from '@jest/globals';
import { createJsEngine } from '@cartwheel/nn';
import { IdentityEnv } from '../../tests/identity-env.ts';
import { Categorical } from '../distributions/categorical.ts';
import { A2cLoss } from './a2c-loss.ts';
import { A2C, type A2cOptions } from './a2c.ts';

async function hashAfter(options: A2cOptions): Promise<string> {
  const model = await A2C.create('CartPole-v1', { engine: createJsEngine(), numEnvs: 4, netArch: [8], ...options });
  await model.learn({ totalTimesteps: 320 });
  return model.weightsHash();
}

describe('A2C', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    expect(await hashAfter({ seed: 3 })).toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 4 })).not.toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 3 })).toBe('4fa9ae48ca2c1b8457d0a46383b3b078db76220373be26d5890dc8e2d29afd05');
  });

  it.each<A2cOptions>([
    { useRmsProp: false },
    { normalizeAdvantage: true },
    { sharedTrunk: [8] },
    { activation: 'silu' },
    { orthoInit: false },
  ])('learns otherwise with %j', async (options) => {
    expect(await hashAfter(options)).not.toBe(await hashAfter({}));
  });

  it('learns through layers that actor and critic share', async () => {
    const env = (): IdentityEnv => new IdentityEnv(new Discrete(3));
    const model = await A2C.create(env, { gamma: 0.4, learningRate: 2e-3, sharedTrunk: [32], netArch: [] });
    const rewards: number[] = [];

    await model.learn({
      totalTimesteps: 1_500,
      callbacks: [{ onEpisodeEnd: ({ episodeReturn }) => void rewards.push(episodeReturn) }],
    });

    expect(rewards.at(-1)).toBeGreaterThan(90);
  });

  it('takes one gradient step a rollout, and tells Stable-Baselines3’s statistics', async () => {
    const names: string[][] = [];
    const model = await A2C.create('CartPole-v1', { numEnvs: 4 });

    const { updates } = await model.learn({
      totalTimesteps: 40,
      callbacks: [{ onUpdate: ({ statistics }) => void names.push(Object.keys(statistics).toSorted()) }],
    });

    expect(updates).toBe(2);
    expect(names[0]).toEqual([
      'entropy_loss',
      'explained_variance',
      'learning_rate',
      'loss',
      'policy_loss',
      'value_loss',
    ]);
  });
});

describe('the loss of A2C', () => {
  it('is that of the paper, with its gradient', () => {
    const logits = [0.2, -0.4, 0.9, 1.1, 0, -0.3];
    const values = [0.5, -1];
    const rows = {
      size: 2,
      actions: Int32Array.of(2, 0),
      advantages: Float32Array.of(1.5, -0.7),
      returns: Float32Array.of(1, -0.25),
    };
    const settings = { entCoef: 0.1, vfCoef: 0.5 };
    const reference = (z: number[], v: number[]): number =>
      [0, 1].reduce((total, row) => {
        const p = softmax(z.slice(3 * row, 3 * row + 3));
        const entropy = -p.reduce((sum, q) => sum + q * Math.log(q), 0);
        const policy = -rows.advantages[row] * Math.log(p[rows.actions[row]]);
        return total + (policy - 0.1 * entropy + 0.5 * (v[row] - rows.returns[row]) ** 2) / 2;
      }, 0);
    const loss = new A2cLoss(new Categorical(3, 2), 2);

    loss.compute(rows, { parameters: Float32Array.from(logits), values: Float32Array.from(values) }, settings);

    expect(loss.loss).toBeCloseTo(reference(logits, values), 5);
    const step = 1e-5;
    logits.forEach((z, i) => {
      const change = reference(logits.with(i, z + step), values) - reference(logits.with(i, z - step), values);
      expect(loss.actorGradient[i]).toBeCloseTo(change / (2 * step), 5);
    });
    values.forEach((v, i) => {
      const change = reference(logits, values.with(i, v + step)) - reference(logits, values.with(i, v - step));
      expect(loss.criticGradient[i]).toBeCloseTo(change / (2 * step), 5);
    });
  });
});

function softmax(logits: number[]): number[] {
  const exponentials = logits.map((z) => Math.exp(z));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
