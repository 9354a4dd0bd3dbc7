import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { estimateAdvantages } from './advantages.ts';

interface Case {
  rewards: number[][];
  values: number[][];
  /** dones[t][env]: the step ended an episode. */
  dones: boolean[][];
  lastValues: number[];
  gamma: number;
  gaeLambda: number;
}

const number = fc.double({ min: -10, max: 10, noNaN: true });

const cases: fc.Arbitrary<Case> = fc
  .record({ steps: fc.integer({ min: 1, max: 12 }), envs: fc.integer({ min: 1, max: 3 }) })
  .chain(({ steps, envs }) => {
    const table = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T[][]> => {
      const row = fc.array(cell, { minLength: envs, maxLength: envs });
      return fc.array(row, { minLength: steps, maxLength: steps });
    };
    return fc.record({
      rewards: table(number),
      values: table(number),
      dones: table(fc.boolean()),
      lastValues: fc.array(number, { minLength: envs, maxLength: envs }),
      gamma: fc.double({ min: 0, max: 1, noNaN: true }),
      gaeLambda: fc.double({ min: 0, max: 1, noNaN: true }),
    });
  });

/** A(t) = Σₗ (γλ)ˡ δ(t+l) over the rest of the episode: eq. 16 of arXiv 1506.02438 as it stands. */
function reference({ rewards, values, dones, lastValues, gamma, gaeLambda }: Case, t: number, env: number): number {
  let sum = 0;
  let weight = 1;
  for (let k = t; k < rewards.length; k++) {
    const next = k + 1 < values.length ? values[k + 1][env] : lastValues[env];
    sum += weight * (rewards[k][env] + (dones[k][env] ? 0 : gamma * next) - values[k][env]);
    if (dones[k][env]) break;
    weight *= gamma * gaeLambda;
  }
  return sum;
}

function estimate(given: Case): { advantages: Float32Array; returns: Float32Array } {
  const steps = given.rewards.length;
  const envs = given.lastValues.length;
  const starts = [Array.from({ length: envs }, () => true), ...given.dones.slice(0, -1)];
  const advantages = new Float32Array(steps * envs);
  const returns = new Float32Array(steps * envs);
  const input = {
    steps,
    envs,
    rewards: Float32Array.from(given.rewards.flat()),
    values: Float32Array.from(given.values.flat()),
    episodeStarts: Uint8Array.from(starts.flat(), Number),
    lastValues: Float32Array.from(given.lastValues),
    lastDones: Uint8Array.from(given.dones[steps - 1], Number),
    gamma: given.gamma,
    gaeLambda: given.gaeLambda,
  };
  estimateAdvantages(input, advantages, returns);
  return { advantages, returns };
}

describe('estimateAdvantages', () => {
  it('is the discounted sum of TD errors up to the end of the episode', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { advantages, returns } = estimate(given);
        const envs = given.lastValues.length;
        for (let at = 0; at < advantages.length; at++) {
          const expected = reference(given, Math.floor(at / envs), at % envs);
          expect(Math.abs(advantages[at] - expected)).toBeLessThan(1e-3);
          expect(returns[at]).toBeCloseTo(advantages[at] + given.values.flat()[at], 3);
        }
      }),
    );
  });

  it('with λ = 1 and no ending is the Monte-Carlo return, bootstrapped, less the value', () => {
    const one = { dones: [[false], [false]], gamma: 0.5, gaeLambda: 1 };
    const { advantages, returns } = estimate({ ...one, rewards: [[1], [2]], values: [[3], [4]], lastValues: [8] });

    expect([...returns]).toEqual([1 + 0.5 * 2 + 0.25 * 8, 2 + 0.5 * 8]);
    expect([...advantages]).toEqual([returns[0] - 3, returns[1] - 4]);
  });
});
