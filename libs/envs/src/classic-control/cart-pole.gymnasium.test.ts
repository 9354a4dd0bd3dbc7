/** Against what Gymnasium does: tests/fixtures/make_fixtures.py. */
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { makeEnv } from '../registry.ts';
import { CartPoleEnv } from './cart-pole.ts';

type State = number[];

interface Episode {
  seed: number;
  actions: number[];
  observations: number[][];
  terminated: boolean;
  truncated: boolean;
}

interface Fixtures {
  initialStates: { seed: number; first: State; second: State }[];
  resetWithBounds: { seed: number; options: { low: number; high: number }; state: State };
  singleSteps: [state: State, action: number, observation: number[], reward: number, terminated: boolean][];
  episodes: Episode[];
  wanderingEpisode: Episode;
}

const fixtures = JSON.parse(
  readFileSync(new URL('../../tests/fixtures/cart-pole.json', import.meta.url), 'utf8'),
) as Fixtures;

const stateOf = (env: CartPoleEnv): unknown => env.snapshot()['state'];

it.each(fixtures.initialStates)('starts in the same states from seed $seed', ({ seed, first, second }) => {
  const env = new CartPoleEnv();
  const [observation] = env.reset({ seed });
  expect(stateOf(env)).toEqual(first);
  expect(observation).toEqual(Float32Array.from(first));
  env.reset();
  expect(stateOf(env)).toEqual(second);
});

it('starts in the same state between other bounds', () => {
  const { seed, options, state } = fixtures.resetWithBounds;
  const env = new CartPoleEnv();
  env.reset({ seed, options });
  expect(stateOf(env)).toEqual(state);
});

it('takes the same 1,000 single steps', () => {
  const env = new CartPoleEnv();
  env.reset({ seed: 0 });
  const start = env.snapshot();
  const taken = fixtures.singleSteps.map(([state, action]) => {
    env.restore({ ...start, state });
    const [observation, reward, terminated] = env.step(action);
    return [state, action, [...observation], reward, terminated];
  });
  expect(taken).toHaveLength(1000);
  expect(taken).toEqual(fixtures.singleSteps);
});

function play({ seed, actions }: Episode): { observations: Float32Array[]; endings: boolean[][] } {
  const env = makeEnv('CartPole-v1');
  const observations = [env.reset({ seed })[0] as Float32Array];
  const endings = actions.map((action) => {
    const [observation, reward, terminated, truncated] = env.step(action);
    expect(reward).toBe(1);
    observations.push(observation as Float32Array);
    return [terminated, truncated];
  });
  return { observations, endings };
}

function endingsOf({ actions, terminated, truncated }: Episode): boolean[][] {
  return [...actions.slice(1).map(() => [false, false]), [terminated, truncated]];
}

it.each(fixtures.episodes)('plays the same episode of $actions.length steps', (episode) => {
  const { observations, endings } = play(episode);
  expect(observations).toEqual(episode.observations.map((observation) => Float32Array.from(observation)));
  expect(endings).toEqual(endingsOf(episode));
});

/**
 * V8 rounds about one sine or cosine in a hundred otherwise than the C library, in the last bit of a double. Over hundreds
 * of swings back and forth that can reach the last bit of a single.
 */
it('stays with a long episode of wild swings', () => {
  const episode = fixtures.wanderingEpisode;
  const { observations, endings } = play(episode);
  expect(endings).toEqual(endingsOf(episode));
  const differences = observations.flatMap((observation, t) =>
    Array.from(observation, (value, i) => Math.abs(value - episode.observations[t][i])),
  );
  expect(Math.max(...differences)).toBeLessThan(1e-7);
});
