/** Against what Gymnasium's heuristics earn: tests/fixtures/make_box2d_fixtures.py. */
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { LunarLanderEnv, makeEnv, TimeLimit, type Env } from '../../src/index.ts';
import { landByHeuristic } from '../lander-heuristic.ts';
import { WalkerHeuristic } from '../walker-heuristic.ts';

/** Return and length of an episode for each seed, from 0 on. */
type Episodes = readonly (readonly [episodeReturn: number, length: number])[];

const { heuristic } = JSON.parse(readFileSync(new URL('../fixtures/box2d.json', import.meta.url), 'utf8')) as {
  heuristic: Record<string, Episodes>;
};

const WITH_WIND = 'LunarLander-v3 with wind';
const create = (name: string): Env =>
  name === WITH_WIND ? new TimeLimit(new LunarLanderEnv({ enableWind: true }), 1000) : makeEnv(name);

type Policy = (observation: Float32Array) => number | Float32Array;

const policies: Record<string, () => Policy> = {
  'LunarLander-v3': () => (observation) => landByHeuristic(observation, false),
  [WITH_WIND]: () => (observation) => landByHeuristic(observation, false),
  'LunarLanderContinuous-v3': () => (observation) => landByHeuristic(observation, true),
  'BipedalWalker-v3': walkByHeuristic,
  'BipedalWalkerHardcore-v3': walkByHeuristic,
};

function walkByHeuristic(): Policy {
  const heuristic = new WalkerHeuristic();
  return (observation) => heuristic.act(observation);
}

function play(env: Env, seed: number, policy: Policy): number {
  let [observation] = env.reset({ seed });
  for (let total = 0; ;) {
    const [next, reward, terminated, truncated] = env.step(policy(observation as Float32Array));
    total += reward;
    if (terminated || truncated) return total;
    observation = next;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOfMean(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1) / values.length;
}

it.each(Object.entries(heuristic))(
  '%s gives a fixed policy the same mean return: the 95 % interval of the difference holds 0',
  (name, episodes) => {
    const theirs = episodes.map(([episodeReturn]) => episodeReturn);
    const ours = theirs.map((_, seed) => play(create(name), seed, policies[name]()));
    const halfWidth = 1.96 * Math.sqrt(varianceOfMean(ours) + varianceOfMean(theirs));
    expect(Math.abs(mean(ours) - mean(theirs))).toBeLessThan(halfWidth);
  },
  600_000,
);
