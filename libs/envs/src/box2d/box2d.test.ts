import { describe, expect, it } from '@jest/globals';
import type { Env } from '../env.ts';
import { makeEnv } from '../registry.ts';
import { describeEnv } from '../testing/index.ts';
import { BipedalWalkerEnv } from './bipedal-walker/bipedal-walker.ts';
import { LunarLanderContinuousEnv } from './lunar-lander/lunar-lander-continuous.ts';
import { LunarLanderEnv } from './lunar-lander/lunar-lander.ts';

for (const id of ['LunarLander-v3', 'LunarLanderContinuous-v3', 'BipedalWalker-v3', 'BipedalWalkerHardcore-v3']) {
  describeEnv(id, { createEnv: () => makeEnv(id) });
}
describeEnv('LunarLander-v3 with wind', {
  createEnv: () => new LunarLanderEnv({ enableWind: true }),
  endsWithin: 1000,
});

it.each([
  ['LunarLander-v3', 1000, 200],
  ['LunarLanderContinuous-v3', 1000, 200],
  ['BipedalWalker-v3', 1600, 300],
  ['BipedalWalkerHardcore-v3', 2000, 300],
])('%s has the time limit and the threshold of Gymnasium', (id, maxEpisodeSteps, rewardThreshold) => {
  expect(makeEnv(id)).toMatchObject({ id, maxEpisodeSteps, rewardThreshold });
});

it.each([{ gravity: 1 }, { gravity: -12 }, { windPower: 21 }, { turbulencePower: -1 }, { gravity: Number.NaN }])(
  'a lander refuses %p',
  (options) => {
    expect(() => new LunarLanderEnv(options)).toThrow(expect.objectContaining({ code: 'envs/invalid-env-option' }));
  },
);

it('wind moves the lander', () => {
  const [still, blown] = [false, true].map((enableWind) => {
    const env = new LunarLanderEnv({ enableWind, windPower: 20 });
    env.reset({ seed: 3 });
    return Array.from({ length: 20 }, () => env.step(0)[0][2]);
  });
  expect(blown).not.toEqual(still);
});

it('an engine pushes as with the most when asked for more', () => {
  const [most, beyond] = [1, 9].map((throttle) => {
    const env = new LunarLanderContinuousEnv();
    env.reset({ seed: 1 });
    return env.step(Float32Array.of(throttle, -throttle));
  });
  expect(beyond).toEqual(most);
});

it.each([
  ['the start of nothing', { episode: null, phase: 'running' }],
  ['actions of another kind', { phase: 'running', actions: [['left']] }],
  ['actions beyond the end', { phase: 'running', actions: Array.from({ length: 5000 }, () => [2]) }],
  ['an end that was not reached', { phase: 'ended', actions: [] }],
])('a snapshot with %s is refused', (_, { phase, ...changed }: Record<string, unknown>) => {
  const env = new LunarLanderEnv();
  env.reset({ seed: 0 });
  const { episode } = env.snapshot() as { episode: object };
  const snapshot = { phase, episode: changed['episode'] === null ? null : { ...episode, ...changed } };
  expect(() => env.restore(snapshot)).toThrow(expect.objectContaining({ code: 'envs/invalid-snapshot' }));
});

it('environments side by side do not disturb each other', () => {
  const walk = (envs: Env[]): number[][] => {
    for (const env of envs) env.reset({ seed: 5 });
    return Array.from({ length: 60 }, (_, i) =>
      envs.map((env) => env.step(Float32Array.of(Math.sin(i), -1, Math.cos(i), 1))[1]),
    );
  };
  const alone = walk([new BipedalWalkerEnv()]).flat();
  const together = walk([new BipedalWalkerEnv(), new BipedalWalkerEnv()]);
  expect(together).toEqual(alone.map((reward) => [reward, reward]));
});

describe('a picture', () => {
  it.each(['LunarLander-v3', 'BipedalWalker-v3'])('of %s shows more after a reset than before', (id) => {
    const env = makeEnv(id);
    const before = env.render().shapes.length;
    env.reset({ seed: 0 });
    expect(env.render().shapes.length).toBeGreaterThan(before + 5);
  });

  it('of a lander has a flame where an engine fires', () => {
    const env = new LunarLanderEnv();
    env.reset({ seed: 0 });
    env.step(0);
    const idle = env.render().shapes.length;
    env.step(2);
    expect(env.render().shapes).toHaveLength(idle + 1);
  });
});
