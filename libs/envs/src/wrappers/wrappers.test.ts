import { describe, expect, it } from '@jest/globals';
import { DroneEnv } from '../../tests/drone-env.ts';
import { CartPoleEnv } from '../classic-control/cart-pole.ts';
import { describeEnv } from '../testing/index.ts';
import { RecordEpisodeStatistics } from './record-episode-statistics.ts';
import { TimeLimit } from './time-limit.ts';
import { Wrapper } from './wrapper.ts';

describeEnv('Drone-v0', { createEnv: () => new DroneEnv(), endsWithin: 2000 });
describeEnv('a Wrapper', { createEnv: () => new Wrapper(new DroneEnv()), endsWithin: 2000 });
describeEnv('a TimeLimit of a foreign environment', { createEnv: () => new TimeLimit(new DroneEnv(), 7) });
describeEnv('RecordEpisodeStatistics', {
  createEnv: () => new RecordEpisodeStatistics(new TimeLimit(new CartPoleEnv(), 30)),
});

it('a Wrapper passes on what it does not change', () => {
  const drone = new DroneEnv();
  const wrapper = new Wrapper(drone);
  expect([wrapper.id, wrapper.observationSpace, wrapper.actionSpace]).toEqual([
    'Drone-v0',
    drone.observationSpace,
    drone.actionSpace,
  ]);
  expect([wrapper.maxEpisodeSteps, wrapper.rewardThreshold]).toEqual([undefined, undefined]);
  expect(new Wrapper(new TimeLimit(new CartPoleEnv(), 3))).toMatchObject({ maxEpisodeSteps: 3, rewardThreshold: 475 });
  wrapper.close();
  expect(drone.closed).toBe(1);
});

describe('TimeLimit', () => {
  it('truncates at its last step and no earlier', () => {
    expect(endings(3, 3)).toEqual([
      [false, false],
      [false, false],
      [false, true],
    ]);
  });

  it('truncates also where the episode terminates in that very step, as in Gymnasium', () => {
    const env = new CartPoleEnv();
    env.reset({ seed: 0 });
    let length = 1;
    while (!env.step(0)[2]) length += 1;
    expect(endings(length, length).at(-1)).toEqual([true, true]);
    expect(endings(length + 1, length).at(-1)).toEqual([true, false]);
  });

  it('counts anew after a reset', () => {
    const env = new TimeLimit(new CartPoleEnv(), 2);
    env.reset({ seed: 0 });
    env.step(0);
    env.reset();
    expect(env.step(0)[3]).toBe(false);
    expect(env.step(0)[3]).toBe(true);
    expect(() => env.step(0)).toThrow(expect.objectContaining({ code: 'envs/reset-needed' }));
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d steps', (limit) => {
    expect(() => new TimeLimit(new CartPoleEnv(), limit)).toThrow(
      expect.objectContaining({ code: 'envs/invalid-time-limit' }),
    );
  });
});

it('RecordEpisodeStatistics tells return and length at the end of each episode only', () => {
  const env = new RecordEpisodeStatistics(new TimeLimit(new CartPoleEnv(), 4));
  env.reset({ seed: 0 });
  const infos = Array.from({ length: 4 }, () => env.step(1)[4]);
  expect(infos).toEqual([{}, {}, {}, { episode: { r: 4, l: 4 } }]);
  env.reset();
  const [, , , , info] = [1, 0, 1, 0].map((action) => env.step(action)).at(-1)!;
  expect(info['episode']).toEqual({ r: 4, l: 4 });
});

/** `[terminated, truncated]` of each of the first `count` steps. */
function endings(limit: number, count: number): boolean[][] {
  const env = new TimeLimit(new CartPoleEnv(), limit);
  env.reset({ seed: 0 });
  return Array.from({ length: count }, () => {
    const [, , terminated, truncated] = env.step(0);
    return [terminated, truncated];
  });
}
