import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Categorical } from '../distributions/categorical.ts';
import { Minibatch } from '../on-policy/minibatch.ts';
import { PpoLoss, type PpoLossSettings } from './ppo-loss.ts';

const ACTIONS = 3;
const ROWS = 4;
const SETTINGS: PpoLossSettings = { clipRange: 0.2, clipRangeVf: null, entCoef: 0.01, vfCoef: 0.5 };

interface Rows {
  parameters: number[];
  values: number[];
  actions: number[];
  oldLogProbabilities: number[];
  oldValues: number[];
  advantages: number[];
  returns: number[];
}

const vector = (length: number, min: number, max: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: length, maxLength: length });

const rowsArbitrary: fc.Arbitrary<Rows> = fc.record({
  parameters: vector(ROWS * ACTIONS, -2, 2),
  values: vector(ROWS, -3, 3),
  actions: fc.array(fc.integer({ min: 0, max: ACTIONS - 1 }), { minLength: ROWS, maxLength: ROWS }),
  oldLogProbabilities: vector(ROWS, -3, -0.2),
  oldValues: vector(ROWS, -3, 3),
  advantages: vector(ROWS, -2, 2),
  returns: vector(ROWS, -3, 3),
});

function minibatch(rows: Rows): Minibatch {
  const batch = new Minibatch(ROWS, 1, new Categorical(ACTIONS, 1));
  batch.actions.set(rows.actions);
  batch.oldLogProbabilities.set(rows.oldLogProbabilities);
  batch.oldValues.set(rows.oldValues);
  batch.advantages.set(rows.advantages);
  batch.returns.set(rows.returns);
  return batch;
}

function compute(rows: Rows, settings: PpoLossSettings): PpoLoss {
  const loss = new PpoLoss(new Categorical(ACTIONS, ROWS), ROWS);
  loss.compute(minibatch(rows), Float32Array.from(rows.parameters), Float32Array.from(rows.values), settings);
  return loss;
}

/** The loss of the paper, written down from its definition and in doubles. */
function referenceLoss(rows: Rows, { clipRange, clipRangeVf, entCoef, vfCoef }: PpoLossSettings): number {
  let policy = 0;
  let entropy = 0;
  let value = 0;
  for (let row = 0; row < ROWS; row++) {
    const logits = rows.parameters.slice(row * ACTIONS, (row + 1) * ACTIONS);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    const probabilities = logits.map((logit) => Math.exp(logit) / sum);
    const ratio = probabilities[rows.actions[row]] / Math.exp(rows.oldLogProbabilities[row]);
    const clipped = Math.min(Math.max(ratio, 1 - clipRange), 1 + clipRange);
    policy -= Math.min(ratio * rows.advantages[row], clipped * rows.advantages[row]) / ROWS;
    entropy -= probabilities.reduce((total, p) => total + p * Math.log(p), 0) / ROWS;
    const change = rows.values[row] - rows.oldValues[row];
    const limited = clipRangeVf === null ? change : Math.min(Math.max(change, -clipRangeVf), clipRangeVf);
    value += (rows.returns[row] - (rows.oldValues[row] + limited)) ** 2 / ROWS;
  }
  return policy - entCoef * entropy + vfCoef * value;
}

/** By finite differences; `undefined` where the loss has a kink nearby. */
function slope(rows: Rows, name: 'parameters' | 'values', at: number, settings: PpoLossSettings): number | undefined {
  const step = 1e-5;
  const lossAt = (offset: number): number =>
    referenceLoss({ ...rows, [name]: rows[name].with(at, rows[name][at] + offset) }, settings);
  const left = (lossAt(0) - lossAt(-step)) / step;
  const right = (lossAt(step) - lossAt(0)) / step;
  return Math.abs(left - right) > 1e-3 ? undefined : (left + right) / 2;
}

describe.each([
  ['as it is by default', SETTINGS],
  ['with clipped values', { ...SETTINGS, clipRangeVf: 0.5 }],
  ['with much entropy', { ...SETTINGS, entCoef: 1, vfCoef: 2 }],
])('the loss of PPO %s', (_name, settings) => {
  it('is that of the paper', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const expected = referenceLoss(rows, settings);
        expect(Math.abs(compute(rows, settings).loss - expected)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected)));
      }),
    );
  });

  it('has the gradient that finite differences give', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const { actorGradient, criticGradient } = compute(rows, settings);
        expect(largestError(actorGradient, (at) => slope(rows, 'parameters', at, settings))).toBeLessThan(2e-3);
        expect(largestError(criticGradient, (at) => slope(rows, 'values', at, settings))).toBeLessThan(2e-3);
      }),
    );
  });
});

function largestError(gradient: Float32Array, slopeAt: (at: number) => number | undefined): number {
  const errors = Array.from(gradient, (value, at) => {
    const expected = slopeAt(at);
    return expected === undefined ? 0 : Math.abs(value - expected) / Math.max(1, Math.abs(expected));
  });
  return Math.max(...errors);
}

describe('the statistics of PPO', () => {
  const rows: Rows = {
    parameters: Array.from({ length: ROWS * ACTIONS }, () => 0),
    values: [1, 1, 1, 1],
    actions: [0, 1, 2, 0],
    oldLogProbabilities: [1, 1, 2, 4].map((factor) => Math.log((1 / ACTIONS) * (1 / factor))),
    oldValues: [0, 0, 0, 0],
    advantages: [1, -1, 1, -1],
    returns: [0, 1, 2, 3],
  };

  it('are Stable-Baselines3’s', () => {
    const loss = compute(rows, SETTINGS);

    expect(loss.clipFraction).toBe(0.5);
    // Ratios 1, 1, 2, 4: −(1 − 1 + 1.2 − 4) / 4.
    expect(loss.policyGradientLoss).toBeCloseTo(0.7, 5);
    expect(loss.approxKl).toBeCloseTo((1 - Math.log(2) + 3 - Math.log(4)) / 4, 5);
    expect(loss.entropyLoss).toBeCloseTo(-Math.log(ACTIONS), 5);
    expect(loss.valueLoss).toBeCloseTo((1 + 0 + 1 + 4) / 4, 5);
  });

  it('has no gradient where the clipped term is the smaller one', () => {
    const { actorGradient } = compute(rows, { ...SETTINGS, entCoef: 0 });

    expect(actorGradient.subarray(2 * ACTIONS, 3 * ACTIONS).every((slope) => slope === 0)).toBe(true);
    expect(actorGradient[3 * ACTIONS]).toBeGreaterThan(0);
  });
});
