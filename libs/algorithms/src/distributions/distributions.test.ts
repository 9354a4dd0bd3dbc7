import { Box } from '@cartwheel/envs';
import { createJsEngine } from '@cartwheel/nn';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Bernoulli } from './bernoulli.ts';
import { Categorical } from './categorical.ts';
import { DiagonalGaussian } from './diagonal-gaussian.ts';
import type { Distribution } from './distribution.ts';
import { MultiCategorical } from './multi-categorical.ts';
import { StateDependentGaussian } from './state-dependent-gaussian.ts';

const ROWS = 3;
const BOX = new Box({ low: [-1, -2], high: [1, 2] });

const distributions: [string, () => Distribution][] = [
  ['Categorical', () => new Categorical(4, ROWS)],
  ['MultiCategorical', () => new MultiCategorical([3, 2, 4], ROWS)],
  ['Bernoulli', () => new Bernoulli(3, ROWS)],
  ['StateDependentGaussian', () => createStateDependent(true)],
  ['StateDependentGaussian of one deviation a feature', () => createStateDependent(false)],
  ['DiagonalGaussian', () => new DiagonalGaussian(BOX, ROWS, createJsEngine(), -0.3)],
];

function createStateDependent(fullStd: boolean): Distribution {
  const distribution = new StateDependentGaussian(BOX, ROWS, {
    featureSize: 2,
    engine: createJsEngine(),
    logStdInit: -0.3,
    fullStd,
  });
  distribution.setFeatures(Float32Array.of(0.5, -0.7, 0.5, -0.7, 0.5, -0.7));
  return distribution;
}

interface Evaluated {
  logProbabilities: Float32Array;
  entropies: Float32Array;
}

function evaluate(distribution: Distribution, parameters: Float32Array, actions: Float32Array | Int32Array): Evaluated {
  const logProbabilities = new Float32Array(ROWS);
  const entropies = new Float32Array(ROWS);
  distribution.evaluate(parameters, actions, ROWS, logProbabilities, entropies);
  return { logProbabilities, entropies };
}

describe.each(distributions)('%s', (_name, create) => {
  it('evaluates a sample to the log-probability that it was drawn with', () => {
    const distribution = create();
    const random = createGenerator(1);
    const parameters = Float32Array.from({ length: ROWS * distribution.parameterSize }, () => random.standardNormal());
    const actions = distribution.createActions(ROWS);
    const drawn = new Float32Array(ROWS);

    distribution.sample(parameters, ROWS, random, actions, drawn);

    expect(actions).toHaveLength(ROWS * distribution.actionSize);
    expect(evaluate(distribution, parameters, actions).logProbabilities).toEqual(drawn);
  });

  it('has no action more probable than its mode', () => {
    const distribution = create();
    const random = createGenerator(2);
    const parameters = Float32Array.from({ length: ROWS * distribution.parameterSize }, () => random.standardNormal());
    const actions = distribution.createActions(ROWS);
    const drawn = new Float32Array(ROWS);
    distribution.mode(parameters, ROWS, actions);
    const most = evaluate(distribution, parameters, actions).logProbabilities;

    for (let i = 0; i < 100; i++) {
      distribution.sample(parameters, ROWS, random, actions, drawn);
      for (let row = 0; row < ROWS; row++) expect(drawn[row]).toBeLessThanOrEqual(most[row]);
    }
  });

  it('has as entropy the mean of −log p of its samples', () => {
    const distribution = create();
    const random = createGenerator(3);
    const row = Array.from({ length: distribution.parameterSize }, () => random.standardNormal());
    const parameters = Float32Array.from([...row, ...row, ...row]);
    const actions = distribution.createActions(ROWS);
    const drawn = new Float32Array(ROWS);
    const rounds = 10_000;
    let sum = 0;
    for (let i = 0; i < rounds; i++) {
      distribution.sample(parameters, ROWS, random, actions, drawn);
      sum -= drawn[0] + drawn[1] + drawn[2];
    }

    expect(evaluate(distribution, parameters, actions).entropies[0]).toBeCloseTo(sum / (rounds * ROWS), 1);
  });

  it('has the gradient that finite differences give', () => {
    const { parameterSize } = create();
    const number = fc.double({ min: -2, max: 2, noNaN: true });
    const numbers = (length: number): fc.Arbitrary<number[]> =>
      fc.array(number, { minLength: length, maxLength: length });
    fc.assert(
      fc.property(numbers(ROWS * parameterSize), numbers(ROWS), number, fc.nat(1000), (values, slopes, eta, seed) => {
        const distribution = create();
        const parameters = Float32Array.from(values);
        const actions = distribution.createActions(ROWS);
        distribution.sample(parameters, ROWS, createGenerator(seed), actions, new Float32Array(ROWS));
        const loss = (): number => {
          const { logProbabilities, entropies } = evaluate(distribution, parameters, actions);
          return slopes.reduce((sum, slope, row) => sum + slope * logProbabilities[row] + eta * entropies[row], 0);
        };
        loss();
        const gradient = new Float32Array(parameters.length);
        distribution.gradient(Float32Array.from(slopes), eta, gradient);
        const free = Object.values(distribution.trained).map((parameter) => parameter.readGradients());

        parameters.forEach((value, i) => {
          expect(Math.abs(gradient[i] - slopeOf(loss, (x) => void (parameters[i] = x), value))).toBeLessThan(0.02);
        });
        for (const [j, parameter] of Object.values(distribution.trained).entries()) {
          const at = parameter.readParameters();
          at.forEach((value, i) => {
            const write = (x: number): void => parameter.writeParameters(at.with(i, x));
            expect(Math.abs(free[j][i] - slopeOf(loss, write, value))).toBeLessThan(0.05);
          });
        }
      }),
      { numRuns: 30 },
    );
  });
});

/** Central differences: wide, because everything is rounded to float32. */
function slopeOf(loss: () => number, write: (value: number) => void, value: number): number {
  const step = 4e-3;
  write(value + step);
  const above = loss();
  write(value - step);
  const below = loss();
  write(value);
  return (above - below) / (2 * step);
}

describe('DiagonalGaussian', () => {
  it('moves what leaves the Box to its bounds, and keeps what was drawn', () => {
    const distribution = new DiagonalGaussian(BOX, 2, createJsEngine(), 0);
    const drawn = Float32Array.of(-3, 1.5, 0.5, 9);

    expect([...distribution.bound(drawn)]).toEqual([-1, 1.5, 0.5, 2]);
    expect([...drawn]).toEqual([-3, 1.5, 0.5, 9]);
  });

  it('tells the mean standard deviation', () => {
    expect(new DiagonalGaussian(BOX, 2, createJsEngine(), Math.log(0.5)).statistics().std).toBeCloseTo(0.5, 6);
  });
});
