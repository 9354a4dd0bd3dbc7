import { describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import { CartPoleEnv } from '../classic-control/cart-pole.ts';
import { TimeLimit } from '../wrappers/time-limit.ts';
import { createVectorEnv } from './create-vector-env.ts';
import { NormalizeVector, type NormalizeVectorOptions } from './normalize-vector.ts';
import type { VectorEnv } from './vector-env.ts';

const NUM_ENVS = 3;
const createPlain = (): VectorEnv => createVectorEnv(() => new TimeLimit(new CartPoleEnv(), 9), { numEnvs: NUM_ENVS });
const create = (options?: NormalizeVectorOptions): NormalizeVector => new NormalizeVector(createPlain(), options);
const random = createGenerator(1);
const actions = Array.from({ length: 60 }, () => Int32Array.from({ length: NUM_ENVS }, () => random.integers(2)));

/** Stable-Baselines3's VecNormalize written plainly: https://github.com/DLR-RM/stable-baselines3/blob/master/stable_baselines3/common/vec_env/vec_normalize.py */
class Reference {
  mean = [0, 0, 0, 0];
  variance = [1, 1, 1, 1];
  count = 1e-4;
  returns = [0, 0, 0];
  returnMean = 0;
  returnVariance = 1;
  returnCount = 1e-4;

  observe(rows: number[][]): number[][] {
    this.mean.forEach((_, column) => {
      const merged = merge(
        this.mean[column],
        this.variance[column],
        this.count,
        rows.map((row) => row[column]),
      );
      [this.mean[column], this.variance[column]] = merged;
    });
    this.count += rows.length;
    return this.normalize(rows);
  }

  normalize(rows: number[][]): number[][] {
    return rows.map((row) => row.map((value, i) => clip((value - this.mean[i]) / Math.sqrt(this.variance[i] + 1e-8))));
  }

  reward(rewards: number[], gamma: number): number[] {
    this.returns = this.returns.map((value, i) => value * gamma + rewards[i]);
    [this.returnMean, this.returnVariance] = merge(
      this.returnMean,
      this.returnVariance,
      this.returnCount,
      this.returns,
    );
    this.returnCount += rewards.length;
    return rewards.map((reward) => clip(reward / Math.sqrt(this.returnVariance + 1e-8)));
  }
}

const clip = (value: number): number => Math.min(Math.max(value, -10), 10);

function merge(mean: number, variance: number, count: number, values: number[]): [number, number] {
  const batchMean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const batchVariance = values.reduce((sum, value) => sum + (value - batchMean) ** 2, 0) / values.length;
  const total = count + values.length;
  const delta = batchMean - mean;
  const squares = variance * count + batchVariance * values.length + (delta ** 2 * count * values.length) / total;
  return [mean + (delta * values.length) / total, squares / total];
}

const rowsOf = (flat: Float32Array): number[][] =>
  Array.from({ length: NUM_ENVS }, (_, i) => [...flat.subarray(i * 4, i * 4 + 4)]);

function expectClose(ours: Float32Array | Float64Array, theirs: number[]): void {
  const worst = theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i])), 0);
  expect(worst).toBeLessThan(1e-5);
}

it('does what VecNormalize does', () => {
  const ours = create({ gamma: 0.9 });
  const plain = createPlain();
  const reference = new Reference();
  expectClose(ours.reset({ seed: 1 }), reference.observe(rowsOf(plain.reset({ seed: 1 }))).flat());
  let endings = 0;
  for (const action of actions) {
    const step = ours.step(action);
    const raw = plain.step(action);
    expectClose(step.observations, reference.observe(rowsOf(raw.observations)).flat());
    expectClose(step.rewards, reference.reward([...raw.rewards], 0.9));
    const finals = reference.normalize(rowsOf(raw.finalObservations));
    for (let i = 0; i < NUM_ENVS; i++) {
      if (raw.terminated[i] === 0 && raw.truncated[i] === 0) continue;
      endings += 1;
      reference.returns[i] = 0;
      expectClose(step.finalObservations.subarray(i * 4, i * 4 + 4), finals[i]);
    }
    expect([step.terminated, step.truncated]).toEqual([raw.terminated, raw.truncated]);
    expect(ours.original).toEqual(raw);
  }
  expect(endings).toBeGreaterThan(NUM_ENVS);
});

describe('a normalised vector', () => {
  it('learns nothing where it does not train, and takes over what another learned', () => {
    const learner = create();
    learner.reset({ seed: 1 });
    for (const action of actions) learner.step(action);
    const evaluation = create({ training: false, rewards: false });
    evaluation.loadStatistics(JSON.parse(JSON.stringify(learner.statistics)));
    const first = evaluation.reset({ seed: 8 }).slice();
    const expected = createPlain().reset({ seed: 8 });
    learner.normalizeObservations(expected, expected);
    expect(first).toEqual(expected);
    expect([...evaluation.step(actions[0]).rewards]).toEqual([1, 1, 1]);
    expect(evaluation.statistics).toEqual(learner.statistics);
  });

  it('goes on exactly from a snapshot', () => {
    const vector = create();
    vector.reset({ seed: 2 });
    for (const action of actions.slice(0, 20)) vector.step(action);
    const other = create();
    other.restore(JSON.parse(JSON.stringify(vector.snapshot())));
    for (const action of actions.slice(20)) {
      const { observations, rewards, terminated, truncated } = vector.step(action);
      expect(other.step(action)).toMatchObject({ observations, rewards, terminated, truncated });
    }
    expect(other.snapshot()).toEqual(vector.snapshot());
  });

  it('clips, and has the bounds of that', () => {
    const vector = create({ clipObservation: 0.5, clipReward: 0.25 });
    vector.reset({ seed: 3 });
    const steps = actions.slice(0, 30).map((action) => structuredClone(vector.step(action)));
    expect(Math.max(...steps.flatMap(({ observations }) => [...observations]))).toBe(0.5);
    expect(Math.max(...steps.flatMap(({ rewards }) => [...rewards]))).toBe(0.25);
    expect(vector.observationSpace).toMatchObject({ shape: [4], high: new Float32Array(4).fill(0.5) });
  });

  it('leaves observations alone where it is told so', () => {
    const vector = create({ observations: false });
    expect(vector.reset({ seed: 1 })).toEqual(createPlain().reset({ seed: 1 }));
  });

  it('refuses settings that make no sense, and snapshots of others', () => {
    const invalid = expect.objectContaining({ code: 'envs/invalid-normalization' });
    expect(() => create({ gamma: 2 })).toThrow(invalid);
    expect(() => create({ clipReward: 0 })).toThrow(invalid);
    expect(() => create({ epsilon: -1 })).toThrow(invalid);
    expect(() => create().restore(createPlain().snapshot())).toThrow(
      expect.objectContaining({ code: 'envs/invalid-snapshot' }),
    );
  });
});
