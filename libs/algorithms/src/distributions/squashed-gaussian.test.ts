import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { SquashedGaussian } from './squashed-gaussian.ts';

const ROWS = 5;
const SIZE = 2;

const random = createGenerator(3);
/** Two of the log standard deviations are out of range. */
const parameters = Float32Array.from({ length: ROWS * 2 * SIZE }, () => random.standardNormal());
parameters[2] = 2.5;
parameters[7] = -21;

function draw(from: Float32Array): { actions: Float32Array; logProbabilities: Float32Array; drawn: SquashedGaussian } {
  const drawn = new SquashedGaussian(SIZE, ROWS);
  const actions = new Float32Array(ROWS * SIZE);
  const logProbabilities = new Float32Array(ROWS);
  drawn.sample(from, ROWS, createGenerator(8), actions, logProbabilities);
  return { actions, logProbabilities, drawn };
}

/** From the definition, for the noise that seed 8 draws. */
function reference(from: ArrayLike<number>): { actions: number[]; logProbabilities: number[] } {
  const noise = createGenerator(8);
  const actions: number[] = [];
  const logProbabilities: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    let sum = 0;
    for (let at = 0; at < SIZE; at++) {
      const mean = from[row * 2 * SIZE + at];
      const logStd = Math.min(2, Math.max(-20, from[row * 2 * SIZE + SIZE + at]));
      const sigma = Math.exp(logStd);
      const z = noise.standardNormal();
      const u = mean + sigma * z;
      const density = Math.exp(-((u - mean) ** 2) / (2 * sigma ** 2)) / (sigma * Math.sqrt(2 * Math.PI));
      actions.push(Math.tanh(u));
      sum += Math.log(density) - Math.log(1 - Math.tanh(u) ** 2 + 1e-6);
    }
    logProbabilities.push(sum);
  }
  return { actions, logProbabilities };
}

describe('SquashedGaussian', () => {
  it('draws the actions and tells the log-probabilities of the definition', () => {
    const { actions, logProbabilities } = draw(parameters);
    const expected = reference(parameters);

    expect([...actions]).toEqual(expected.actions.map((action) => expect.closeTo(action, 5)));
    expect([...logProbabilities]).toEqual(expected.logProbabilities.map((value) => expect.closeTo(value, 3)));
  });

  it('has the density that its actions have', () => {
    const one = new SquashedGaussian(1, 1);
    const action = new Float32Array(1);
    const logProbability = new Float32Array(1);
    const noise = createGenerator(1);
    // The mean of 1/density over the draws is the length of the interval: ∫ p(a) · 1/p(a) da over [−1, 1].
    let sum = 0;
    const draws = 40_000;
    for (let i = 0; i < draws; i++) {
      one.sample(Float32Array.of(0.3, -0.2), 1, noise, action, logProbability);
      sum += Math.exp(-logProbability[0]);
    }
    expect(Math.abs(sum / draws - 2)).toBeLessThan(0.05);
  });

  it('gives the gradient of what is made of actions and log-probabilities, the noise held', () => {
    const { drawn } = draw(parameters);
    const actionGradient = Float32Array.from({ length: ROWS * SIZE }, (_, i) => Math.sin(i + 1));
    const alpha = 0.3;
    const gradient = new Float32Array(parameters.length);
    drawn.gradient(actionGradient, alpha, gradient);

    const loss = (from: ArrayLike<number>): number => {
      const { actions, logProbabilities } = reference(from);
      const ofActions = actions.reduce((sum, action, i) => sum + actionGradient[i] * action, 0);
      return logProbabilities.reduce((sum, value) => sum + alpha * value, ofActions);
    };
    const step = 1e-5;
    const exact = Float64Array.from(parameters);
    exact.forEach((value, i) => {
      const slope = (loss(exact.with(i, value + step)) - loss(exact.with(i, value - step))) / (2 * step);
      expect(gradient[i]).toBeCloseTo(slope, 3);
    });
  });

  it('takes tanh of the mean where it does not draw', () => {
    const actions = new Float32Array(SIZE);
    new SquashedGaussian(SIZE, 1).mode(Float32Array.of(0.5, -1, 0, 0), 1, actions);
    expect([...actions]).toEqual([expect.closeTo(Math.tanh(0.5), 6), expect.closeTo(Math.tanh(-1), 6)]);
  });
});
