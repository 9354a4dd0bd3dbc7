import { expect, it } from '@jest/globals';
import { DroneEnv } from '../../tests/drone-env.ts';
import { CartPoleEnv } from '../classic-control/cart-pole.ts';
import type { Env, EnvSnapshot, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { InPlaceEnv } from '../in-place-env.ts';
import { envIds } from '../registry.ts';
import type { Scene } from '../scene.ts';
import { TimeLimit } from '../wrappers/time-limit.ts';
import { DelegatingEnv } from '../wrappers/delegating-env.ts';
import type { Space } from '../spaces/space.ts';
import { checkEnv, findEnvFaults } from './check-env.ts';

it.each(envIds())('finds nothing wrong with %s', (id) => {
  expect(findEnvFaults(id)).toEqual([]);
});

it('finds nothing wrong with an environment of another kind', () => {
  expect(findEnvFaults(() => new DroneEnv())).toEqual([]);
});

/** A CartPole that a test makes misbehave. */
class FaultyEnv extends DelegatingEnv<Float32Array, number, Float32Array, number> {
  constructor() {
    super(new TimeLimit(new CartPoleEnv(), 40));
  }

  get observationSpace(): Space<Float32Array> {
    return this.env.observationSpace;
  }

  get actionSpace(): Space<number> {
    return this.env.actionSpace;
  }

  reset(options?: ResetOptions): ResetResult<Float32Array> {
    return this.env.reset(options);
  }

  step(action: number): StepResult<Float32Array> {
    return this.env.step(action);
  }
}

const changed = (change: (...result: StepResult<Float32Array>) => unknown[]): (() => Env) => {
  class Changed extends FaultyEnv {
    override step(action: number): StepResult<Float32Array> {
      return change(...super.step(action)) as StepResult<Float32Array>;
    }
  }
  return () => new Changed();
};

class Overwriting extends FaultyEnv {
  readonly #observation = new Float32Array(4);

  override reset(options?: ResetOptions): ResetResult<Float32Array> {
    const info = (this.env as InPlaceEnv<Float32Array, number>).resetInto(this.#observation, 0, options);
    return [this.#observation, info];
  }

  override step(action: number): StepResult<Float32Array> {
    const result = super.step(action);
    this.#observation.set(result[0]);
    return [this.#observation, result[1], result[2], result[3], result[4]];
  }
}

class GoingOn extends FaultyEnv {
  #last: StepResult<Float32Array> | undefined;

  override step(action: number): StepResult<Float32Array> {
    if (this.#last?.[2] === true || this.#last?.[3] === true) return this.#last;
    this.#last = super.step(action);
    return this.#last;
  }

  override reset(options?: ResetOptions): ResetResult<Float32Array> {
    this.#last = undefined;
    return super.reset(options);
  }
}

class Unseeded extends FaultyEnv {
  override reset(): ResetResult<Float32Array> {
    return super.reset();
  }
}

class Forgetful extends FaultyEnv {
  override restore(snapshot: EnvSnapshot): void {
    super.restore(snapshot);
    this.env.reset({ seed: 99 });
  }
}

class Blurred extends FaultyEnv {
  override render(): Scene {
    return { view: [0, 0, 1, 1], shapes: [{ kind: 'circle', center: [Number.NaN, 0], radius: 1, fill: '#000000' }] };
  }
}

class Throwing extends FaultyEnv {
  override reset(): ResetResult<Float32Array> {
    throw new Error('no reset today');
  }
}

it.each<[code: string, message: RegExp, createEnv: () => Env]>([
  [
    'observation-outside-space',
    /step 1: expected 4 numbers \(shape \[4\]\), but got 3/,
    changed((observation, ...rest) => [observation.slice(1), ...rest]),
  ],
  [
    'observation-outside-space',
    /step 1: expected element 2 to be between .* but it is NaN/,
    changed((observation, ...rest) => [observation.with(2, Number.NaN), ...rest]),
  ],
  [
    'observation-outside-space',
    /step 1: expected an observation of Box.* but got Array \[/,
    changed((observation, ...rest) => [[...observation], ...rest]),
  ],
  [
    'reward-not-finite',
    /step 1: expected a finite reward, but got NaN/,
    changed((observation, _, ...rest) => [observation, Number.NaN, ...rest]),
  ],
  [
    'ending-not-boolean',
    /terminated to be true or false, but got 0/,
    changed((observation, reward, terminated, ...rest) => [observation, reward, Number(terminated), ...rest]),
  ],
  [
    'info-not-object',
    /expected an object as info, but got undefined/,
    changed((observation, reward, terminated, truncated) => [observation, reward, terminated, truncated]),
  ],
  [
    'action-mask',
    /info.actionMask to have 2 elements, one for each action, but got 3/,
    changed((...result) => [...result.slice(0, 4), { actionMask: new Uint8Array(3) }]),
  ],
  [
    'action-mask',
    /allows no action/,
    changed((...result) => [...result.slice(0, 4), { actionMask: new Uint8Array(2) }]),
  ],
  ['observation-overwritten', /written anew/, () => new Overwriting()],
  ['step-after-end', /the episode ended at step \d+: another step\(\) must throw/, () => new GoingOn()],
  ['not-deterministic', /reset with the seed 0 went different ways at step 1/, () => new Unseeded()],
  ['snapshot-incomplete', /went another way at step 1 after it/, () => new Forgetful()],
  ['scene-invalid', /no finite number/, () => new Blurred()],
  ['threw', /no reset today/, () => new Throwing()],
])('names %s: %p', (code, message, createEnv) => {
  const fault = findEnvFaults(createEnv).find((found) => found.code === code);
  expect(fault?.message).toMatch(message);
  expect(() => checkEnv(createEnv)).toThrow(
    expect.objectContaining({
      code: 'envs/misbehaving-env',
      message: expect.stringMatching(/^CartPole-v1 does not keep/),
    }),
  );
});

it('names a step before the first reset', () => {
  class Eager extends FaultyEnv {
    constructor() {
      super();
      this.env.reset({ seed: 0 });
    }
  }
  expect(findEnvFaults(() => new Eager()).map(({ code }) => code)).toEqual(['step-before-reset']);
});

it('says nothing, and throws nothing, where all is well', () => {
  expect(() => checkEnv('CartPole-v1', { seed: 3, steps: 100 })).not.toThrow();
});
