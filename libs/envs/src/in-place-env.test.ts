import { expect, it } from '@jest/globals';
import { DroneEnv } from '../tests/drone-env.ts';
import { CartPoleEnv } from './classic-control/cart-pole.ts';
import type { ResetResult, StepResult } from './env.ts';
import { driveInPlace, isInPlaceEnv } from './in-place-env.ts';
import type { DictValue } from './spaces/dict.ts';

it('an environment that writes in place drives itself; any other is flattened', () => {
  const cartPole = new CartPoleEnv();
  expect(driveInPlace(cartPole)).toBe(cartPole);
  expect([isInPlaceEnv(cartPole), isInPlaceEnv(new DroneEnv())]).toEqual([true, false]);
  expect(isInPlaceEnv(Object.assign(new DroneEnv(), { resetInto: () => ({}) }))).toBe(false);

  const [driven, plain] = [new DroneEnv(), new DroneEnv()];
  const driver = driveInPlace(driven);
  const target = new Float32Array(9).fill(-7);
  const info = driver.resetInto(target, 2, { seed: 3 });
  const [observation, plainInfo] = plain.reset({ seed: 3 });
  expect(info).toEqual(plainInfo);
  const flat = new Float32Array(5);
  plain.observationSpace.flattenInto(observation, flat, 0);
  expect([...target]).toEqual([-7, -7, ...flat, -7, -7]);

  const action = Float32Array.of(1, -0.5);
  const outcome = driver.stepInto(action, target, 4);
  const [next, reward, terminated, truncated, stepInfo] = plain.step(action);
  plain.observationSpace.flattenInto(next, flat, 0);
  expect(outcome).toEqual({ reward, terminated, truncated, info: stepInfo });
  expect(target.slice(4)).toEqual(flat);
  // One object, written anew each time.
  expect(driver.stepInto(action, target, 0)).toBe(outcome);
});

it('an observation of another form is refused, with the call that gave it', () => {
  class Broken extends DroneEnv {
    isWhole = false;
    override reset(): ResetResult<DictValue> {
      const [observation, info] = super.reset({ seed: 1 });
      return [this.isWhole ? observation : { wind: 1 }, info];
    }
    override step(action: Float32Array): StepResult<DictValue> {
      const [observation, ...rest] = super.step(action);
      return [{ ...observation, position: Float32Array.of(1) }, ...rest];
    }
  }
  const env = new Broken();
  const driver = driveInPlace(env);
  const target = new Float32Array(5).fill(-7);
  const refused = (start: string) =>
    expect.objectContaining({ code: 'envs/wrong-observation', message: expect.stringContaining(start) });
  expect(() => driver.resetInto(target, 0)).toThrow(
    refused('reset() of Drone-v0 after 0 steps: expected an observation of Dict('),
  );
  expect(() => driver.resetInto(target, 0)).toThrow(
    'Give what observationSpace says, or change observationSpace; checkEnv() looks at the rest.',
  );
  env.isWhole = true;
  driver.resetInto(target, 0);
  target.fill(-7);
  for (const steps of [1, 2]) {
    expect(() => driver.stepInto(Float32Array.of(0, 0), target, 0)).toThrow(
      refused(`step() of Drone-v0 after ${steps} steps: expected`),
    );
  }
  expect([...target]).toEqual([-7, -7, -7, -7, -7]);
});
