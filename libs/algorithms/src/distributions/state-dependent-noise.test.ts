import { readFileSync } from 'node:fs';
import { Box } from '@cartwheel/envs';
import { createJsEngine } from '@cartwheel/nn';
import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import { StateDependentGaussian } from './state-dependent-gaussian.ts';
import { StateDependentNoise } from './state-dependent-noise.ts';

interface Case {
  fullStd: boolean;
  features: number[];
  means: number[];
  logStd: number[];
  matrices: number[];
  actions: number[];
  logProbabilities: number[];
  entropies: number[];
  slopes: number[];
  entropySlope: number;
  logStdGradient: number[];
}

const path = new URL('../../tests/fixtures/state-dependent-noise.json', import.meta.url);
const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[];
const FEATURES = 5;
const ACTIONS = 2;
const ROWS = 4;

const close = (values: readonly number[], digits = 5): unknown[] =>
  values.map((value) => expect.closeTo(value, digits));

describe.each(cases)('Stable-Baselines3’s state-dependent noise, full std $fullStd', (given) => {
  function create(): StateDependentGaussian {
    const box = new Box({ low: -1, high: 1, shape: [ACTIONS] });
    const settings = { featureSize: FEATURES, engine: createJsEngine(), logStdInit: 0, fullStd: given.fullStd };
    const distribution = new StateDependentGaussian(box, ROWS, settings);
    distribution.trained['distribution'].writeParameters(Float32Array.from(given.logStd));
    distribution.setFeatures(Float32Array.from(given.features));
    distribution.noise = Float32Array.from(given.matrices);
    return distribution;
  }

  it('moves the means by the same noise, with the same densities', () => {
    const distribution = create();
    const actions = distribution.createActions(ROWS);
    const logProbabilities = new Float32Array(ROWS);

    distribution.explore(Float32Array.from(given.means), ROWS, actions, logProbabilities);

    expect([...actions]).toEqual(close(given.actions));
    expect([...logProbabilities]).toEqual(close(given.logProbabilities));
  });

  it('has its entropies and its gradient', () => {
    const distribution = create();
    const logProbabilities = new Float32Array(ROWS);
    const entropies = new Float32Array(ROWS);
    const means = Float32Array.from(given.means);
    distribution.evaluate(means, Float32Array.from(given.actions), ROWS, logProbabilities, entropies);
    distribution.gradient(Float32Array.from(given.slopes), given.entropySlope, new Float32Array(ROWS * ACTIONS));

    expect([...logProbabilities]).toEqual(close(given.logProbabilities));
    expect([...entropies]).toEqual(close(given.entropies));
    expect([...distribution.trained['distribution'].readGradients()]).toEqual(close(given.logStdGradient, 4));
  });
});

describe('StateDependentNoise', () => {
  const create = (): StateDependentNoise =>
    new StateDependentNoise({ featureSize: 3, actionSize: 2, engine: createJsEngine(), logStdInit: -0.5 });
  const features = Float32Array.of(0.5, -1, 0.2, 0.1, 0.9, -0.4);

  it('draws each row a matrix whose noise has the variance that it tells', () => {
    const noise = create();
    const random = createGenerator(3);
    const drawn = new Float32Array(4);
    const squares = [0, 0, 0, 0];
    const rounds = 20_000;
    for (let i = 0; i < rounds; i++) {
      noise.draw(random, 2);
      noise.noise(features, 2, drawn);
      drawn.forEach((value, at) => void (squares[at] += (value * value) / rounds));
    }
    const variances = new Float64Array(4);
    noise.variances(features, 2, variances);

    expect(squares.map((square, at) => square / variances[at])).toEqual(
      [1, 1, 1, 1].map((one) => expect.closeTo(one, 1)),
    );
  });

  it('gives a reparametrised sample the gradients of finite differences, to the features too', () => {
    const noise = create();
    noise.draw(createGenerator(1), 2);
    const normals = noise.matrices.map((value) => value / Math.exp(-0.5));
    const ofVariance = Float64Array.of(0.3, -0.2, 0.5, 0.1);
    const ofNoise = Float64Array.of(-0.4, 0.6, 0.2, -0.1);
    const loss = (logStd: Float32Array, at: Float32Array): number => {
      noise.parameter.writeParameters(logStd);
      noise.readStd();
      noise.matrices = normals.map((value, i) => value * Math.exp(logStd[i % 6]));
      const variances = new Float64Array(4);
      const moved = new Float32Array(4);
      noise.variances(at, 2, variances);
      noise.noise(at, 2, moved);
      return variances.reduce((sum, variance, i) => sum + ofVariance[i] * variance + ofNoise[i] * moved[i], 0);
    };
    const logStd = noise.parameter.readParameters();
    loss(logStd, features);
    const featureGradient = new Float32Array(6);
    noise.gradient(features, 2, ofVariance, { noiseGradient: ofNoise, featureGradient });
    const logStdGradient = noise.parameter.readGradients();

    const slope = (at: Float32Array, i: number, of: (moved: Float32Array) => number): number =>
      (of(at.with(i, at[i] + 1e-2)) - of(at.with(i, at[i] - 1e-2))) / 2e-2;
    for (let i = 0; i < 6; i++) {
      expect(logStdGradient[i]).toBeCloseTo(
        slope(logStd, i, (moved) => loss(moved, features)),
        3,
      );
      expect(featureGradient[i]).toBeCloseTo(
        slope(features, i, (moved) => loss(logStd, moved)),
        3,
      );
    }
  });

  it('goes on from a copy of its matrices', () => {
    const noise = create();
    noise.draw(createGenerator(1), 2);
    const other = create();
    other.matrices = noise.matrices;
    const [one, two] = [new Float32Array(4), new Float32Array(4)];
    noise.noise(features, 2, one);
    other.noise(features, 2, two);

    expect(two).toEqual(one);
  });
});
