import { describe, expect, it } from '@jest/globals';
import { ppoHyperparameters } from '../ppo/hyperparameters.ts';
import { resolveHyperparameters } from './resolve-hyperparameters.ts';
import { readSchedule, scheduleAt } from './schedule.ts';

function resolve(...layers: Record<string, unknown>[]): Record<string, unknown> {
  return resolveHyperparameters('ppo', ppoHyperparameters, layers);
}

describe('resolveHyperparameters', () => {
  it('has Stable-Baselines3’s defaults', () => {
    expect(resolve()).toEqual({
      learningRate: 3e-4,
      nSteps: 2048,
      batchSize: 64,
      nEpochs: 10,
      gamma: 0.99,
      gaeLambda: 0.95,
      clipRange: 0.2,
      clipRangeVf: null,
      normalizeAdvantage: true,
      entCoef: 0,
      vfCoef: 0.5,
      maxGradNorm: 0.5,
      targetKl: null,
      netArch: [64, 64],
      sharedTrunk: [],
      activation: 'tanh',
      orthoInit: true,
      logStdInit: 0,
      normalizeObservation: false,
      normalizeReward: false,
      useSde: false,
      fullStd: true,
      sdeSampleFreq: -1,
      numEnvs: 1,
    });
  });

  it('gives lists of its own', () => {
    expect(resolve().netArch).not.toBe(resolve().netArch);
  });

  it('lets the later layer win, and undefined say nothing', () => {
    expect(resolve({ gamma: 0.9, nSteps: 8 }, { gamma: 0.5, nSteps: undefined })).toMatchObject({
      gamma: 0.5,
      nSteps: 8,
    });
  });

  it.each([
    ['learning_rate', 'learningRate'],
    ['nStep', 'nSteps'],
    ['toString', 'nSteps'],
  ])('names the nearest hyperparameter for %s', (name, nearest) => {
    expect(() => resolve({ [name]: 1 })).toThrow(
      expect.objectContaining({
        code: 'algorithms/unknown-hyperparameter',
        message: expect.stringContaining(`no hyperparameter '${name}'; the nearest is '${nearest}'`),
      }),
    );
  });

  it.each([
    ['gamma', 1.5, 'gamma of ppo must be a number in [0, 1]; it is 1.5.'],
    ['gamma', Number.NaN, 'it is NaN.'],
    ['gamma', '0.9', 'it is "0.9".'],
    ['learningRate', 0, 'a number greater than 0, a linear schedule'],
    ['learningRate', 'lin_fast', 'it is "lin_fast".'],
    ['learningRate', { kind: 'linear', from: 1 }, 'it is {"kind":"linear","from":1}.'],
    ['learningRate', { kind: 'linear', from: -1, to: 0 }, 'it is {"kind":"linear","from":-1,"to":0}.'],
    ['nSteps', 2.5, 'a whole number of at least 1; it is 2.5.'],
    ['nSteps', 0, 'it is 0.'],
    ['maxGradNorm', 0, 'a number greater than 0; it is 0.'],
    ['normalizeAdvantage', 1, 'true or false; it is 1.'],
    ['netArch', [64, 0], 'it is [64,0].'],
    ['activation', 'gelu', 'one of tanh, relu, leakyRelu, elu, silu, identity; it is "gelu".'],
    ['targetKl', -1, 'or null for none; it is -1.'],
    ['entCoef', null, 'it is null.'],
  ])('refuses %s = %j', (name, value, message) => {
    expect(() => resolve({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'algorithms/invalid-hyperparameter',
        message: expect.stringContaining(message),
      }),
    );
  });

  it('spells schedules out', () => {
    expect(resolve({ learningRate: 'lin_1e-3', clipRangeVf: { kind: 'linear', from: 0.4, to: 0.1 } })).toMatchObject({
      learningRate: { kind: 'linear', from: 1e-3, to: 0 },
      clipRangeVf: { kind: 'linear', from: 0.4, to: 0.1 },
    });
  });
});

describe('a schedule', () => {
  it('goes in a straight line from its start to its end', () => {
    expect(scheduleAt({ kind: 'linear', from: 0.4, to: 0.2 }, 1)).toBe(0.4);
    expect(scheduleAt({ kind: 'linear', from: 0.4, to: 0.2 }, 0.5)).toBeCloseTo(0.3);
    expect(scheduleAt({ kind: 'linear', from: 0.4, to: 0.2 }, 0)).toBe(0.2);
    expect(scheduleAt(0.1, 0.3)).toBe(0.1);
  });

  it('may be a function, which becomes a table that JSON can hold', () => {
    const half = readSchedule((remaining: number) => (remaining > 0.5 ? 2 * remaining - 1 : 0));

    expect(half).toMatchObject({ kind: 'table', values: { length: 101 } });
    if (half === undefined) throw new Error('expected a table');
    expect(scheduleAt(half, 1)).toBe(1);
    expect(scheduleAt(half, 0.755)).toBeCloseTo(0.51, 10);
    expect(scheduleAt(half, 0.2)).toBe(0);
    expect(scheduleAt(half, 0)).toBe(0);
    expect(readSchedule(structuredClone(half))).toEqual(half);
    expect(resolve({ clipRange: (remaining: number) => 0.1 + remaining }).clipRange).toMatchObject({ kind: 'table' });
    expect(() => resolve({ clipRange: (remaining: number) => remaining - 0.5 })).toThrow(
      expect.objectContaining({ code: 'algorithms/invalid-hyperparameter' }),
    );
  });

  it.each([
    [() => Number.NaN],
    [{ kind: 'table', values: [1] }],
    ['lin_'],
    ['linear_1'],
    ['0.1'],
    [null],
    [undefined],
    [[1]],
    [Number.POSITIVE_INFINITY],
  ])('is not %j', (value) => {
    expect(readSchedule(value)).toBeUndefined();
  });
});
