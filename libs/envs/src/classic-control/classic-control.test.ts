import { describe, expect, it } from '@jest/globals';
import type { Env } from '../env.ts';
import { makeEnv } from '../registry.ts';
import type { Scene } from '../scene.ts';
import { describeEnv } from '../testing/index.ts';
import { MountainCarContinuousEnv } from './mountain-car-continuous.ts';
import { PendulumEnv } from './pendulum.ts';

const ids = ['Acrobot-v1', 'MountainCar-v0', 'MountainCarContinuous-v0', 'Pendulum-v1'];
for (const id of ids) describeEnv(id, { createEnv: () => makeEnv(id) });

it.each([
  ['Acrobot-v1', 500, -100],
  ['CartPole-v1', 500, 475],
  ['MountainCar-v0', 200, -110],
  ['MountainCarContinuous-v0', 999, 90],
  ['Pendulum-v1', 200, undefined],
])('%s has the time limit and the threshold of Gymnasium', (id, maxEpisodeSteps, rewardThreshold) => {
  expect(makeEnv(id)).toMatchObject({ id, maxEpisodeSteps });
  expect(makeEnv(id).rewardThreshold).toBe(rewardThreshold);
});

it.each([
  ['Pendulum-v1', { xInit: 'far' }],
  ['Pendulum-v1', { yInit: Number.NaN }],
  ['MountainCar-v0', { low: 0, high: -1 }],
  ['Acrobot-v1', { low: -Infinity }],
])('%s refuses the reset options %p', (id, options) => {
  expect(() => makeEnv(id).reset({ options })).toThrow(expect.objectContaining({ code: 'envs/invalid-reset-options' }));
});

it.each([new PendulumEnv(), new MountainCarContinuousEnv()])(
  '$id refuses NaN, which would never leave its state',
  (env) => {
    env.reset({ seed: 0 });
    expect(() => env.step(Float32Array.of(Number.NaN))).toThrow(
      expect.objectContaining({ code: 'envs/invalid-action' }),
    );
  },
);

it('a pendulum turns with what lies beyond its torque as with the most', () => {
  const [strongest, beyond] = [2, 7].map((torque) => {
    const env = new PendulumEnv();
    env.reset({ seed: 1 });
    return env.step(Float32Array.of(torque));
  });
  expect(beyond).toEqual(strongest);
});

describe('a picture', () => {
  const circles = (scene: Scene): (readonly [number, number])[] =>
    scene.shapes.flatMap((shape) => (shape.kind === 'circle' ? [shape.center] : []));
  const at = (id: string, state: number[]): Scene => {
    const env: Env = makeEnv(id);
    env.reset({ seed: 0 });
    const { env: inner, ...limit } = env.snapshot();
    env.restore({ ...limit, env: { ...(inner as object), state } });
    return env.render();
  };

  it('of a pendulum: upright at 0, and to the left at a quarter turn', () => {
    const [upX, upY] = circles(at('Pendulum-v1', [0, 0, 0]))[1];
    const [leftX, leftY] = circles(at('Pendulum-v1', [Math.PI / 2, 0, 0]))[1];
    expect([upX, upY, leftX, leftY].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([0, 1, -1, 0]);
  });

  it('of an acrobot: the elbow hangs below the joint, and to the right at a quarter turn', () => {
    const [, hanging] = circles(at('Acrobot-v1', [0, 0, 0, 0]));
    const [, raised] = circles(at('Acrobot-v1', [Math.PI / 2, 0, 0, 0]));
    expect([...hanging, ...raised].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([0, -1, 1, 0]);
  });

  it('of a mountain car: it stands on the track, higher on the hill than in the valley', () => {
    const height = (position: number): number => circles(at('MountainCar-v0', [position, 0]))[0][1];
    expect(height(0.4)).toBeGreaterThan(height(-0.5) + 0.5);
  });
});
