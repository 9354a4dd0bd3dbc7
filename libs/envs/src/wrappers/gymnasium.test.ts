/** Against what Gymnasium's wrappers make of a pendulum: tests/fixtures/make_fixtures.py. */
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { PendulumEnv } from '../classic-control/pendulum.ts';
import type { Env } from '../env.ts';
import { FrameStack } from './frame-stack.ts';
import { NormalizeObservation } from './normalize-observation.ts';
import { NormalizeReward } from './normalize-reward.ts';
import { RescaleAction } from './rescale-action.ts';
import { TimeLimit } from './time-limit.ts';

interface Course {
  observations: number[][] | number[][][];
  rewards: number[];
}

const fixture = JSON.parse(readFileSync(new URL('../../tests/fixtures/wrappers.json', import.meta.url), 'utf8')) as {
  actions: number[];
} & Record<string, Course>;

const createPendulum = (): Env<Float32Array, Float32Array> => new TimeLimit(new PendulumEnv(), 20);

function play(env: Env<Float32Array, Float32Array>): { observations: Float32Array[]; rewards: number[] } {
  const observations = [env.reset({ seed: 3 })[0]];
  const rewards = fixture.actions.map((action) => {
    const [observation, reward, terminated, truncated] = env.step(Float32Array.of(action));
    observations.push(observation);
    if (terminated || truncated) observations.push(env.reset()[0]);
    return reward;
  });
  return { observations, rewards };
}

/** Gymnasium's statistics of observations are in single precision, ours in double. */
it.each([
  ['normalizeObservation', () => new NormalizeObservation(createPendulum()), 2e-3],
  ['normalizeReward', () => new NormalizeReward(createPendulum(), { gamma: 0.9 }), 1e-9],
  ['frameStack', () => new FrameStack(createPendulum(), { stackSize: 3 }), 1e-9],
  ['rescaleAction', () => new RescaleAction(createPendulum()), 1e-6],
])('%s', (name, create, tolerance) => {
  const { observations, rewards } = play(create());
  const theirs = fixture[name].observations.map((observation) => observation.flat());
  expect(observations).toHaveLength(theirs.length);
  const differences = observations.flatMap((observation, t) =>
    Array.from(observation, (value, i) => Math.abs(value - theirs[t][i])),
  );
  const rewardDifferences = rewards.map((reward, t) => Math.abs(reward - fixture[name].rewards[t]));
  expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance);
  expect(Math.max(...rewardDifferences)).toBeLessThanOrEqual(Math.max(tolerance, 3e-10));
});
