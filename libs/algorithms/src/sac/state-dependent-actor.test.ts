import { createJsEngine, type Trainable } from '@cartwheel/nn';
import { resultOf } from '@cartwheel/nn/testing';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { StateDependentActor } from './state-dependent-actor.ts';

const ROWS = 4;
const SIZE = 2;
const ALPHA = 0.3;

const random = createGenerator(1);
const spec = { observationSize: 3, actionSize: SIZE, netArch: [6, 5], activation: 'tanh', capacity: ROWS } as const;
const actor = new StateDependentActor(createJsEngine(), { ...spec, logStdInit: -0.5 }, random);
const observations = Float32Array.from({ length: ROWS * 3 }, () => random.standardNormal());
const actionGradient = Float32Array.from({ length: ROWS * SIZE }, (_, i) => Math.sin(i + 1));
const actions = new Float32Array(ROWS * SIZE);

/** What is made of actions and log-probabilities; the draws are those of one seed. */
function loss(): number {
  resultOf(actor.sample(observations, ROWS, createGenerator(7), actions));
  const ofActions = actions.reduce((sum, action, i) => sum + actionGradient[i] * action, 0);
  return actor.logProbabilities.reduce((sum, value) => sum + ALPHA * value, ofActions);
}

/** The last hidden layer of each row, from the flat parameters of the trunk. */
function featuresOf(): number[][] {
  const parameters = actor.trained['trunk'].readParameters();
  const layer = (inputs: number[], start: number, size: number): number[] =>
    Array.from({ length: size }, (_, o) => {
      const bias = parameters[start + inputs.length * size + o];
      return Math.tanh(inputs.reduce((sum, x, i) => sum + x * parameters[start + i * size + o], bias));
    });
  return Array.from({ length: ROWS }, (_, row) =>
    layer(layer([...observations.subarray(3 * row, 3 * row + 3)], 0, 6), 3 * 6 + 6, 5),
  );
}

describe('StateDependentActor', () => {
  it.each(['trunk', 'actor', 'distribution'])('learns %s by the gradient of its draws', (name) => {
    const part: Trainable = actor.trained[name];
    loss();
    resultOf(actor.backward(actionGradient, ALPHA));
    const gradient = part.readGradients();
    const parameters = part.readParameters();
    const step = 5e-3;
    parameters.forEach((value, i) => {
      part.writeParameters(parameters.with(i, value + step));
      const above = loss();
      part.writeParameters(parameters.with(i, value - step));
      const below = loss();
      expect(Math.abs(gradient[i] - (above - below) / (2 * step))).toBeLessThan(3e-3);
    });
    part.writeParameters(parameters);
  });

  it('has the log-probability of the definition', () => {
    resultOf(actor.sample(observations, ROWS, createGenerator(7), actions));
    const means = new Float32Array(ROWS * SIZE);
    actor.act(observations, ROWS, means);
    const features = featuresOf();
    const logStd = actor.trained['distribution'].readParameters();
    const varianceOf = (row: number, at: number): number =>
      features[row].reduce((sum, feature, j) => sum + feature ** 2 * Math.exp(2 * logStd[j * SIZE + at]), 1e-6);
    for (let row = 0; row < ROWS; row++) {
      let expected = 0;
      for (let i = row * SIZE; i < (row + 1) * SIZE; i++) {
        const noise = Math.atanh(actions[i]) - Math.atanh(means[i]);
        const variance = varianceOf(row, i % SIZE);
        const density = Math.exp(-(noise ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
        expected += Math.log(density) - Math.log(1 - actions[i] ** 2 + 1e-6);
      }
      expect(actor.logProbabilities[row]).toBeCloseTo(expected, 3);
    }
  });

  it('keeps its noise until it is drawn anew', () => {
    const [first, second] = [new Float32Array(SIZE), new Float32Array(SIZE)];
    const noiseRandom = createGenerator(2);
    const one = observations.subarray(0, 3);
    actor.exploration.draw(noiseRandom, 1);
    actor.act(one, 1, first, noiseRandom);
    actor.act(one, 1, second, noiseRandom);
    expect([...second]).toEqual([...first]);
    actor.exploration.draw(noiseRandom, 1);
    actor.act(one, 1, second, noiseRandom);
    expect([...second]).not.toEqual([...first]);
  });
});
