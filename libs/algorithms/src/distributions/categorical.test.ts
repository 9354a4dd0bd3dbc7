import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { Categorical } from './categorical.ts';

const LOGITS = Float32Array.of(0, Math.log(2), Math.log(5));
const PROBABILITIES = [1 / 8, 2 / 8, 5 / 8];

describe('Categorical', () => {
  it('draws each action as often as its probability says, with its log-probability', () => {
    const rows = 20_000;
    const distribution = new Categorical(3, rows);
    const parameters = Float32Array.from({ length: rows * 3 }, (_, i) => LOGITS[i % 3]);
    const actions = distribution.createActions(rows);
    const logProbabilities = new Float32Array(rows);

    distribution.sample(parameters, rows, createGenerator(0), actions, logProbabilities);

    PROBABILITIES.forEach((probability, action) => {
      const share = actions.filter((drawn) => drawn === action).length / rows;
      expect(Math.abs(share - probability)).toBeLessThan(0.01);
      expect(logProbabilities[actions.indexOf(action)]).toBeCloseTo(Math.log(probability), 6);
    });
  });

  it('has the largest parameter as its mode, the first of equals', () => {
    const distribution = new Categorical(3, 2);
    const actions = distribution.createActions(2);

    distribution.mode(Float32Array.of(1, 3, 2, 5, 5, 5), 2, actions);

    expect([...actions]).toEqual([1, 0]);
  });

  it('evaluates log-probability and entropy in nats', () => {
    const distribution = new Categorical(3, 1);
    const logProbabilities = new Float32Array(1);
    const entropies = new Float32Array(1);

    distribution.evaluate(LOGITS, Int32Array.of(2), 1, logProbabilities, entropies);

    expect(logProbabilities[0]).toBeCloseTo(Math.log(5 / 8), 6);
    expect(entropies[0]).toBeCloseTo(-PROBABILITIES.reduce((sum, p) => sum + p * Math.log(p), 0), 6);
  });

  it('counts actions from the start of their space', () => {
    const distribution = new Categorical(3, 1, -1);
    const actions = distribution.createActions(1);
    const logProbabilities = new Float32Array(1);
    const gradient = new Float32Array(3);

    distribution.mode(LOGITS, 1, actions);
    expect(actions[0]).toBe(1);
    distribution.evaluate(LOGITS, Int32Array.of(-1), 1, logProbabilities, new Float32Array(1));
    expect(logProbabilities[0]).toBeCloseTo(Math.log(1 / 8), 6);
    distribution.gradient(Float32Array.of(1), 0, gradient);
    expect(gradient[0]).toBeCloseTo(7 / 8, 6);
    distribution.sample(Float32Array.of(0, 0, 1000), 1, createGenerator(0), actions, logProbabilities);
    expect(actions[0]).toBe(1);
  });

  it('survives parameters whose exponentials would overflow', () => {
    const distribution = new Categorical(2, 1);
    const logProbabilities = new Float32Array(1);
    const entropies = new Float32Array(1);

    distribution.evaluate(Float32Array.of(2000, -2000), Int32Array.of(1), 1, logProbabilities, entropies);

    expect(logProbabilities[0]).toBe(-4000);
    expect(entropies[0]).toBeCloseTo(0);
  });
});
