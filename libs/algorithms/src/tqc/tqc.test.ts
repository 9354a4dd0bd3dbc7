import { createJsEngine } from '@cartwheel/nn';
import { resultOf } from '@cartwheel/nn/testing';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { ReplayBuffer } from '../off-policy/replay-buffer.ts';
import { TQC, type TqcOptions } from './tqc.ts';
import { TruncatedQuantiles } from './truncated-quantiles.ts';

const SMALL: TqcOptions = { bufferSize: 500, learningStarts: 50, batchSize: 16, netArch: [8], nQuantiles: 5 };

async function hashAfter(options: TqcOptions): Promise<string> {
  const model = await TQC.create('Pendulum-v1', { engine: createJsEngine(), ...SMALL, ...options });
  await model.learn({ totalTimesteps: 200 });
  return model.weightsHash();
}

describe('TQC', () => {
  it('gives the same weights for the same seed, and these since the beginning', async () => {
    expect(await hashAfter({ seed: 3 })).toBe(await hashAfter({ seed: 3 }));
    expect(await hashAfter({ seed: 3 })).toBe('4839b99fd54f039e7de145ca1a78602df38c427fa2065f68b581fb97e2723b29');
    expect(await hashAfter({ seed: 3, topQuantilesToDropPerNet: 0 })).not.toBe(await hashAfter({ seed: 3 }));
  });

  it('refuses to drop all quantiles', async () => {
    await expect(TQC.create('Pendulum-v1', { ...SMALL, topQuantilesToDropPerNet: 5 })).rejects.toMatchObject({
      code: 'algorithms/invalid-hyperparameter',
    });
  });
});

describe('TruncatedQuantiles', () => {
  const ROWS = 3;
  const CRITICS = 2;
  const QUANTILES = 4;
  const DROPPED = 1;
  const random = createGenerator(6);
  const normals = (length: number): Float32Array => Float32Array.from({ length }, () => 2 * random.standardNormal());
  const returns = Array.from({ length: CRITICS }, () => normals(ROWS * QUANTILES));
  const next = Array.from({ length: CRITICS }, () => normals(ROWS * QUANTILES));
  const batch = new ReplayBuffer(1, 1, { type: 'float32', size: 1 }).createBatch(ROWS);
  batch.rewards.set([1, 2, 3]);
  batch.discounts.set([0.9, 0, 0.5]);
  const bonuses = Float32Array.of(0.1, 0.2, -0.3);
  const sizes = { batchSize: ROWS, critics: CRITICS, quantiles: QUANTILES, dropped: DROPPED };
  const huber = (delta: number): number => (Math.abs(delta) <= 1 ? 0.5 * delta ** 2 : Math.abs(delta) - 0.5);

  /** The mean over rows, critics, quantiles and targets of |τ − [δ < 0]| · huber(δ), from SB3-contrib. */
  function reference(given: Float32Array[]): number {
    const losses: number[] = [];
    for (let row = 0; row < ROWS; row++) {
      const pool = next.flatMap((values) => [...values.subarray(row * QUANTILES, (row + 1) * QUANTILES)]);
      const kept = pool.toSorted((a, b) => a - b).slice(0, CRITICS * (QUANTILES - DROPPED));
      const goals = kept.map((value) => batch.rewards[row] + batch.discounts[row] * (value + bonuses[row]));
      for (const values of given) {
        for (let j = 0; j < QUANTILES; j++) {
          for (const goal of goals) {
            const delta = goal - values[row * QUANTILES + j];
            losses.push(Math.abs((j + 0.5) / QUANTILES - (delta < 0 ? 1 : 0)) * huber(delta));
          }
        }
      }
    }
    return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  }

  it('has the loss of SB3-contrib, and its gradient', () => {
    const objective = new TruncatedQuantiles(sizes);
    const gradients = returns.map(({ length }) => new Float32Array(length));
    objective.setTargets(batch, next, bonuses);

    expect(resultOf(objective.loss(returns, gradients))).toBeCloseTo(reference(returns), 5);
    const step = 1e-3;
    returns.forEach((values, c) => {
      values.forEach((value, i) => {
        const moved = (by: number): Float32Array[] =>
          returns.map((other, k) => (k === c ? other.with(i, value + by) : other));
        const slope = (reference(moved(step)) - reference(moved(-step))) / (2 * step);
        expect(Math.abs(gradients[c][i] - slope)).toBeLessThan(1e-3);
      });
    });
  });

  it('lets the actor raise the mean', () => {
    const gradients = returns.map(({ length }) => new Float32Array(length));
    const all = returns.flatMap((values) => [...values]);

    const value = new TruncatedQuantiles(sizes).value(returns, gradients);

    expect(value).toBeCloseTo(all.reduce((sum, one) => sum + one, 0) / all.length, 5);
    expect(gradients.flatMap((gradient) => [...gradient])).toEqual(all.map(() => expect.closeTo(-1 / all.length, 6)));
  });
});
