import { describe, expect, it } from '@jest/globals';
import { DroneEnv } from '../../tests/drone-env.ts';
import { CartPoleEnv } from '../classic-control/cart-pole.ts';
import { PendulumEnv } from '../classic-control/pendulum.ts';
import type { Env } from '../env.ts';
import { ClipAction } from './clip-action.ts';
import { FrameStack } from './frame-stack.ts';
import { NormalizeObservation } from './normalize-observation.ts';
import { NormalizeReward } from './normalize-reward.ts';
import { RecordEpisodeStatistics } from './record-episode-statistics.ts';
import { RescaleAction } from './rescale-action.ts';
import { TimeLimit } from './time-limit.ts';

const cartPole = (): Env<Float32Array, number> => new TimeLimit(new CartPoleEnv(), 30);
const pendulum = (): Env<Float32Array, Float32Array> => new TimeLimit(new PendulumEnv(), 30);

describe.each<
  [what: string, fields: string, wrong: Record<string, unknown[]>, create: () => Env<Float32Array, number>]
>([
  [
    'the time limit of CartPole-v1',
    'elapsedSteps, phase and env',
    { elapsedSteps: ['1', undefined], phase: ['gone', undefined], env: [undefined, null, 5, []] },
    cartPole,
  ],
  [
    'the episode statistics of CartPole-v1',
    'return, length and env',
    { return: ['1', undefined], length: [null, undefined], env: [undefined, 'text'] },
    () => new RecordEpisodeStatistics(cartPole()),
  ],
  [
    'the frames of CartPole-v1',
    'frames and env',
    { frames: [undefined, [1, 2], [...Array(7).fill(0), 'x'], 'text'], env: [undefined, []] },
    () => new FrameStack(cartPole(), { stackSize: 2 }),
  ],
  [
    'the normalised rewards of CartPole-v1',
    'statistics, return, updates and env',
    { statistics: [undefined, {}], return: [undefined, '1'], updates: [undefined, 1], env: [undefined, null] },
    () => new NormalizeReward(cartPole()),
  ],
  [
    'the normalised observations of CartPole-v1',
    'statistics, updates and env',
    { statistics: [undefined, {}], updates: [undefined, 1], env: [undefined, null] },
    () => new NormalizeObservation(cartPole()),
  ],
])('%s', (what, fields, wrong, create) => {
  const cases = Object.entries(wrong).flatMap(([field, values]) =>
    values.map((value): [string, unknown] => [field, value]),
  );

  it.each(cases)('are not restored where %s is %j, and stay as they were', (field, value) => {
    const [env, untouched] = [create(), create()];
    for (const each of [env, untouched]) {
      each.reset({ seed: 1 });
      each.step(1);
    }
    const other = create();
    other.reset({ seed: 2 });
    other.step(0);
    expect(() => env.restore({ ...other.snapshot(), [field]: value })).toThrow(
      expect.objectContaining({
        code: 'envs/invalid-snapshot',
        message: expect.stringContaining(`${what} can restore what its snapshot() gave, with ${fields}, but got {`),
      }),
    );
    expect(env.snapshot()).toEqual(untouched.snapshot());
    expect(env.step(1)).toEqual(untouched.step(1));
  });
});

it.each<[message: string, code: string, create: () => unknown]>([
  [
    'A time limit must be an integer of at least 1 step, but got 0.',
    'envs/invalid-time-limit',
    () => new TimeLimit(new CartPoleEnv(), 0),
  ],
  [
    'The stackSize of a FrameStack must be an integer of at least 1, but got 1.5.',
    'envs/invalid-frame-stack',
    () => new FrameStack(cartPole(), { stackSize: 1.5 }),
  ],
  [
    'The stackSize of a FrameStack must be an integer of at least 1, but got 0.',
    'envs/invalid-frame-stack',
    () => new FrameStack(cartPole(), { stackSize: 0 }),
  ],
  // What a program without types could pass.
  [
    'FrameStack needs a Box, but got Dict(',
    'envs/unsupported-space',
    () => new FrameStack(new DroneEnv() as any, { stackSize: 2 }),
  ],
  ['ClipAction needs a Box, but got Discrete(2).', 'envs/unsupported-space', () => new ClipAction(cartPole() as any)],
  [
    'RescaleAction needs a Box, but got Discrete(2).',
    'envs/unsupported-space',
    () => new RescaleAction(cartPole() as any),
  ],
  [
    'RescaleAction needs finite bounds with low < high on both sides, but got Box(low [1], high [1]',
    'envs/unsupported-space',
    () => new RescaleAction(pendulum(), { low: 1, high: 1 }),
  ],
  [
    'RescaleAction needs finite bounds with low < high on both sides, but got Box(low [-Infinity], high [Infinity]',
    'envs/unsupported-space',
    () => new RescaleAction(new ClipAction(pendulum())),
  ],
  [
    'epsilon must be above 0, but got 0.',
    'envs/invalid-normalization',
    () => new NormalizeObservation(cartPole(), { epsilon: 0 }),
  ],
  [
    'epsilon must be above 0, but got 0.',
    'envs/invalid-normalization',
    () => new NormalizeReward(cartPole(), { epsilon: 0 }),
  ],
])('refused: %s', (message, code, create) => {
  expect(create).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});

it('an action that is none of a wrapper’s own is refused, and nothing moves', () => {
  const env = new RescaleAction(pendulum(), { low: 0, high: 1 });
  env.reset({ seed: 1 });
  const before = env.snapshot();
  const refused = expect.objectContaining({
    code: 'envs/invalid-action',
    message:
      'Pendulum-v1 expects an action of Box(low [0], high [1], shape [1], Float32Array), but got Float32Array {"0":2}.',
  });
  expect(() => env.step(Float32Array.of(2))).toThrow(refused);
  expect(() => env.stepInto(Float32Array.of(2), new Float32Array(3), 0)).toThrow(refused);
  expect(env.snapshot()).toEqual(before);
});
