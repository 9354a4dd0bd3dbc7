import { describe, expect, it } from '@jest/globals';
import { DroneEnv } from '../../tests/drone-env.ts';
import { CartPoleEnv } from '../classic-control/cart-pole.ts';
import { describeEnv } from '../testing/index.ts';
import { PendulumEnv } from '../classic-control/pendulum.ts';
import type { Env } from '../env.ts';
import { Box } from '../spaces/box.ts';
import { ClipAction } from './clip-action.ts';
import { FrameStack } from './frame-stack.ts';
import { NormalizeObservation } from './normalize-observation.ts';
import { NormalizeReward } from './normalize-reward.ts';
import { RescaleAction } from './rescale-action.ts';
import { TransformObservation } from './transform-observation.ts';
import { TransformReward } from './transform-reward.ts';
import { RecordEpisodeStatistics } from './record-episode-statistics.ts';
import { TimeLimit } from './time-limit.ts';
import { Wrapper } from './wrapper.ts';

describeEnv('Drone-v0', { createEnv: () => new DroneEnv(), endsWithin: 2000 });
describeEnv('a Wrapper', { createEnv: () => new Wrapper(new DroneEnv()), endsWithin: 2000 });
describeEnv('a TimeLimit of a foreign environment', { createEnv: () => new TimeLimit(new DroneEnv(), 7) });
describeEnv('RecordEpisodeStatistics', {
  createEnv: () => new RecordEpisodeStatistics(new TimeLimit(new CartPoleEnv(), 30)),
});

const createPendulum = (): Env<Float32Array, Float32Array> => new TimeLimit(new PendulumEnv(), 20);
const createCartPole = (): Env<Float32Array, number> => new TimeLimit(new CartPoleEnv(), 30);

describeEnv('NormalizeObservation', { createEnv: () => new NormalizeObservation(createPendulum()), remembers: true });
describeEnv('NormalizeObservation of a Dict', {
  createEnv: () => new NormalizeObservation(new TimeLimit(new DroneEnv(), 9)),
  remembers: true,
});
describeEnv('NormalizeReward', { createEnv: () => new NormalizeReward(createCartPole()), remembers: true });
describeEnv('FrameStack', { createEnv: () => new FrameStack(createCartPole(), { stackSize: 4 }) });
describeEnv('FrameStack with zeros', {
  createEnv: () => new FrameStack(createPendulum(), { stackSize: 2, padding: 'zero' }),
});
describeEnv('ClipAction', { createEnv: () => new ClipAction(createPendulum()) });
describeEnv('RescaleAction', { createEnv: () => new RescaleAction(createPendulum(), { low: 0, high: 5 }) });
describeEnv('TransformObservation', {
  createEnv: () =>
    new TransformObservation(
      createPendulum(),
      (observation) => observation.slice(0, 1),
      new Box({ low: [-1], high: [1] }),
    ),
});
describeEnv('TransformReward', { createEnv: () => new TransformReward(createPendulum(), (reward) => reward / 10) });

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

describe('actions', () => {
  const stepWith = (env: Env<Float32Array, Float32Array>, action: number): unknown => {
    env.reset({ seed: 2 });
    return env.step(Float32Array.of(action));
  };

  it('are clipped to the bounds by ClipAction', () => {
    expect(stepWith(new ClipAction(createPendulum()), -99)).toEqual(stepWith(createPendulum(), -2));
    expect(stepWith(new ClipAction(createPendulum()), 1.5)).toEqual(stepWith(createPendulum(), 1.5));
  });

  it('are stretched by RescaleAction', () => {
    const rescaled = (): Env<Float32Array, Float32Array> => new RescaleAction(createPendulum(), { low: 0, high: [4] });
    expect([0, 1, 4].map((action) => stepWith(rescaled(), action))).toEqual(
      [-2, -1, 2].map((action) => stepWith(createPendulum(), action)),
    );
  });

  it('of an endless or empty Box cannot be stretched', () => {
    const unsupported = expect.objectContaining({ code: 'envs/unsupported-space' });
    expect(() => new RescaleAction(new ClipAction(createPendulum()))).toThrow(unsupported);
    expect(() => new RescaleAction(createPendulum(), { low: 1, high: 1 })).toThrow(unsupported);
    // What a program without types could pass.
    expect(() => new ClipAction(createCartPole() as any)).toThrow(unsupported);
  });
});

it('TransformReward and TransformObservation change that and nothing else', () => {
  const plain = createPendulum();
  const changed = new TransformReward(
    new TransformObservation(
      createPendulum(),
      ([x, y]) => Float32Array.of(x, y),
      new Box({ shape: [2], low: -1, high: 1 }),
    ),
    (reward) => reward * 2,
  );
  plain.reset({ seed: 1 });
  changed.reset({ seed: 1 });
  const [observation, reward, ...rest] = plain.step(Float32Array.of(1));
  expect(changed.step(Float32Array.of(1))).toEqual([observation.slice(0, 2), reward * 2, ...rest]);
  expect(changed.observationSpace.flatSize).toBe(2);
});

describe('FrameStack', () => {
  it('gives the last observations, the oldest first', () => {
    const plain = createCartPole();
    const env = new FrameStack(createCartPole(), { stackSize: 2, padding: 'zero' });
    const [first] = plain.reset({ seed: 0 });
    expect([...env.reset({ seed: 0 })[0]]).toEqual([0, 0, 0, 0, ...first]);
    const [second] = plain.step(1);
    expect([...env.step(1)[0]]).toEqual([...first, ...second]);
    expect(env.observationSpace.shape).toEqual([2, 4]);
  });

  it('refuses a stack of none and observations that are no Box', () => {
    expect(() => new FrameStack(createCartPole(), { stackSize: 0 })).toThrow(
      expect.objectContaining({ code: 'envs/invalid-frame-stack' }),
    );
    expect(() => new FrameStack(new DroneEnv() as any, { stackSize: 2 })).toThrow(
      expect.objectContaining({ code: 'envs/unsupported-space' }),
    );
  });
});

describe('normalisation', () => {
  it('learns nothing while its updates are off', () => {
    const observing = new NormalizeObservation(createPendulum());
    const rewarding = new NormalizeReward(createPendulum());
    observing.updates = false;
    rewarding.updates = false;
    const [plainObservation] = createPendulum().reset({ seed: 4 });
    const [observation] = observing.reset({ seed: 4 });
    rewarding.reset({ seed: 4 });
    const plain = createPendulum();
    plain.reset({ seed: 4 });
    // Mean 0 and variance 1, as before the first value.
    Array.from(observation, (value, i) => expect(value).toBeCloseTo(plainObservation[i], 6));
    expect(rewarding.step(Float32Array.of(1))[1]).toBeCloseTo(plain.step(Float32Array.of(1))[1], 6);
  });

  it.each([{ gamma: 1.1 }, { gamma: -0.1 }, { epsilon: 0 }])('refuses %p', (options) => {
    expect(() => new NormalizeReward(createPendulum(), options)).toThrow(
      expect.objectContaining({ code: 'envs/invalid-normalization' }),
    );
  });
});
