import { describe, expect, it } from '@jest/globals';
import { Categorical } from '../distributions/categorical.ts';
import { explainedVariance } from './explained-variance.ts';
import { Minibatch } from './minibatch.ts';
import { normalize } from './normalize.ts';
import { RolloutBuffer } from './rollout-buffer.ts';

const distribution = new Categorical(2, 8);

function bufferOf(steps: number, envs: number): RolloutBuffer {
  const buffer = new RolloutBuffer({ steps, envs, observationSize: 2 }, distribution);
  for (let t = 0; t < steps; t++) {
    const rows = Array.from({ length: envs }, (_, env) => t * envs + env);
    buffer.storeDecision(t, {
      observations: Float32Array.from(rows.flatMap((row) => [row, -row])),
      actions: Int32Array.from(rows, (row) => row % 2),
      episodeStarts: new Uint8Array(envs),
      values: Float32Array.from(rows, (row) => row + 0.5),
      logProbabilities: Float32Array.from(rows, (row) => row - 0.5),
    });
  }
  return buffer;
}

describe('Minibatch', () => {
  it('takes whole rows of the rollout in the order given', () => {
    const batch = new Minibatch(3, 2, distribution);

    batch.gather(bufferOf(3, 2), Int32Array.of(0, 5, 2, 1, 4, 3), 1);

    expect([...batch.observations]).toEqual([5, -5, 2, -2, 1, -1]);
    expect([...batch.actions]).toEqual([1, 0, 1]);
    expect([...batch.oldValues]).toEqual([5.5, 2.5, 1.5]);
    expect([...batch.oldLogProbabilities]).toEqual([4.5, 1.5, 0.5]);
  });
});

describe('normalize', () => {
  it('takes the standard deviation of a sample', () => {
    const values = Float32Array.of(1, 2, 3);

    normalize(values);

    expect(values[0]).toBeCloseTo(-1);
    expect(values[2]).toBeCloseTo(1);
  });

  it('leaves a single value, and equal ones stay finite', () => {
    const single = Float32Array.of(7);
    const equal = Float32Array.of(7, 7);

    normalize(single);
    normalize(equal);

    expect([...single]).toEqual([7]);
    expect([...equal]).toEqual([0, 0]);
  });
});

describe('explainedVariance', () => {
  it('is 1 for a perfect prediction, 0 for the mean, less for worse, NaN where nothing varies', () => {
    const actual = Float32Array.of(1, 2, 3);

    expect(explainedVariance(actual, actual)).toBe(1);
    expect(explainedVariance(Float32Array.of(2, 2, 2), actual)).toBe(0);
    expect(explainedVariance(Float32Array.of(3, 2, 1), actual)).toBe(-3);
    expect(explainedVariance(actual, Float32Array.of(5, 5, 5))).toBeNaN();
  });
});
