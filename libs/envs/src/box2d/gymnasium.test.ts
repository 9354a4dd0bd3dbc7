/** Against what Gymnasium does: tests/fixtures/make_box2d_fixtures.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import type { Env } from '../env.ts';
import { makeEnv } from '../registry.ts';
import { TimeLimit } from '../wrappers/time-limit.ts';
import { drawTerrain } from './bipedal-walker/terrain.ts';
import { LunarLanderEnv } from './lunar-lander/lunar-lander.ts';

interface Fixture {
  firstSteps: Record<string, { seed: number; actions: number[][]; observations: number[][]; rewards: number[] }[]>;
  terrain: Record<string, number[][]>;
}

const fixture = JSON.parse(
  readFileSync(new URL('../../tests/fixtures/box2d.json', import.meta.url), 'utf8'),
) as Fixture;

const WITH_WIND = 'LunarLander-v3 with wind';
const create = (name: string): Env =>
  name === WITH_WIND ? new TimeLimit(new LunarLanderEnv({ enableWind: true }), 1000) : makeEnv(name);

describe.each(Object.keys(fixture.firstSteps))('%s as Gymnasium has it', (name) => {
  it('takes the same first steps, to single precision', () => {
    const differences: number[] = [];
    for (const { seed, actions, observations, rewards } of fixture.firstSteps[name]) {
      const env = create(name);
      const compare = (ours: Float32Array, theirs: readonly number[]): void => {
        ours.forEach((value, i) => differences.push(Math.abs(value - theirs[i])));
      };
      compare(env.reset({ seed })[0] as Float32Array, observations[0]);
      actions.forEach((numbers, step) => {
        const action = env.actionSpace.kind === 'discrete' ? numbers[0] : Float32Array.from(numbers);
        const [observation, reward] = env.step(action);
        compare(observation as Float32Array, observations[step + 1]);
        // A hundred times a distance.
        differences.push(Math.abs(reward - rewards[step]) / 100);
      });
    }
    expect(Math.max(...differences)).toBeLessThan(2e-5);
  });
});

it.each(Object.keys(fixture.terrain))('%s walks on the same terrain', (name) => {
  fixture.terrain[name].forEach((heights, seed) => {
    const { surface } = drawTerrain(createGenerator(seed), name === 'BipedalWalkerHardcore-v3');
    const differences = surface.map(([, y], i) => Math.abs(y - heights[i]));
    expect(Math.max(...differences)).toBeLessThan(1e-12);
  });
});
