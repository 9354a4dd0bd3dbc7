/** Against what Gymnasium does: tests/fixtures/make_fixtures.py. */
import { describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import { float32s, float64s, readFixture, toActions, toRewards, uint8s } from '../../tests/read-fixture.ts';
import { makeEnv } from '../registry.ts';
import type { ClassicControlEnv } from './classic-control-env.ts';
import { AcrobotEnv } from './acrobot.ts';
import { CartPoleEnv } from './cart-pole.ts';
import { MountainCarContinuousEnv } from './mountain-car-continuous.ts';
import { MountainCarEnv } from './mountain-car.ts';
import { PendulumEnv } from './pendulum.ts';

interface Case {
  id: string;
  create: () => ClassicControlEnv<any>;
  /** Numbers of the state that are Gymnasium's too. */
  size: number;
  /** The state that a single step starts from. */
  toState: (drawn: number[], step: number) => number[];
  options?: Record<string, number>;
  /** How far the observations of whole episodes may differ. */
  tolerance: number;
  /** How far rewards may differ. Default: the last bit of a double or two. */
  rewardTolerance?: number;
}

const asDrawn = (drawn: number[]): number[] => drawn;
const cases: Case[] = [
  { id: 'CartPole-v1', create: () => new CartPoleEnv(), size: 4, toState: asDrawn, tolerance: 0 },
  { id: 'MountainCar-v0', create: () => new MountainCarEnv(), size: 2, toState: asDrawn, tolerance: 0 },
  {
    id: 'MountainCarContinuous-v0',
    create: () => new MountainCarContinuousEnv(),
    size: 2,
    toState: (drawn, step) => (step % 2 === 1 ? [...drawn.map(Math.fround), 1] : [...drawn, 0]),
    tolerance: 0,
  },
  {
    id: 'Pendulum-v1',
    create: () => new PendulumEnv(),
    size: 2,
    toState: (drawn) => [...drawn, 0],
    options: { xInit: 0.5, yInit: 0.25 },
    tolerance: 0,
    // NumPy's square in single precision is C's powf, which rounds one in two thousand otherwise than a product.
    rewardTolerance: 2.4e-10,
  },
  // Chaotic: V8 rounds one sine in thirty otherwise than the C library, in the last bit of a double.
  { id: 'Acrobot-v1', create: () => new AcrobotEnv(), size: 4, toState: asDrawn, tolerance: 1e-6 },
];

function greatestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours).toHaveLength(theirs.length);
  return Array.from(ours).reduce((greatest, value, i) => Math.max(greatest, Math.abs(value - theirs[i])), 0);
}

describe.each(cases)(
  '$id as Gymnasium has it',
  ({ id, create, size, toState, options, tolerance, rewardTolerance = 1e-14 }) => {
    const fixture = readFixture(id);
    const stateOf = (env: ClassicControlEnv<any>): number[] => (env.snapshot()['state'] as number[]).slice(0, size);

    it('starts in the same states from 20 seeds, to the bit', () => {
      const first: number[] = [];
      const second: number[] = [];
      for (let seed = 0; seed < 20; seed++) {
        const env = create();
        env.reset({ seed });
        first.push(...stateOf(env));
        env.reset();
        second.push(...stateOf(env));
      }
      expect(first).toEqual([...float64s(fixture.initialStates.first)]);
      expect(second).toEqual([...float64s(fixture.initialStates.second)]);
    });

    it('starts with the same observations', () => {
      const observations = Array.from({ length: 20 }, (_, seed) => [...create().reset({ seed })[0]]).flat();
      // Acrobot's first sines are taken in single precision by NumPy: half a unit in the last place less exact than ours.
      const allowed = id === 'Acrobot-v1' ? 6e-8 : 0;
      expect(greatestDifference(observations, float32s(fixture.initialStates.observations))).toBeLessThanOrEqual(
        allowed,
      );
    });

    it('starts in the same state with options', () => {
      const { seed, options: theirs, state } = fixture.resetWithOptions;
      const env = create();
      env.reset({ seed, options: options ?? theirs });
      expect(stateOf(env)).toEqual(state);
    });

    it('takes the same 5,000 single steps', () => {
      const { seed, low, high, actions, observations, rewards, terminated } = fixture.singleSteps;
      const random = createGenerator(seed);
      const env = create();
      env.reset({ seed: 0 });
      const start = { ...env.snapshot(), random: null };
      const ours = { observations: [] as number[], rewards: [] as number[], terminated: [] as number[] };
      toActions(actions, env.actionSpace.kind).forEach((action, step) => {
        const drawn = low.map((bound, i) => random.uniform(bound, high[i]));
        env.restore({ ...start, state: toState(drawn, step) });
        const [observation, reward, isTerminated] = env.step(action);
        ours.observations.push(...observation);
        ours.rewards.push(reward);
        ours.terminated.push(Number(isTerminated));
      });
      expect(ours.terminated).toHaveLength(5000);
      expect(ours.terminated).toEqual([...uint8s(terminated)]);
      expect(greatestDifference(ours.observations, float32s(observations))).toBe(0);
      expect(greatestDifference(ours.rewards, toRewards(rewards, 5000))).toBeLessThanOrEqual(rewardTolerance);
    });

    it('plays the same 20 episodes', () => {
      expect(fixture.episodes).toHaveLength(20);
      for (const { seed, length, actions, observations, rewards, terminated, truncated } of fixture.episodes) {
        const env = makeEnv(id);
        const ours = [...(env.reset({ seed })[0] as Float32Array)];
        const ourRewards: number[] = [];
        const endings: boolean[][] = [];
        for (const action of toActions(actions, env.actionSpace.kind)) {
          const [observation, reward, isTerminated, isTruncated] = env.step(action);
          ours.push(...(observation as Float32Array));
          ourRewards.push(reward);
          endings.push([isTerminated, isTruncated]);
        }
        expect(endings).toEqual([...Array.from({ length: length - 1 }, () => [false, false]), [terminated, truncated]]);
        expect(greatestDifference(ours, float32s(observations))).toBeLessThanOrEqual(tolerance);
        expect(greatestDifference(ourRewards, toRewards(rewards, length))).toBeLessThanOrEqual(rewardTolerance);
      }
    });
  },
);
