import { describe, expect, it } from '@jest/globals';
import { CartPoleEnv } from '../classic-control/cart-pole.ts';
import type { Env } from '../env.ts';
import { TimeLimit } from '../wrappers/time-limit.ts';
import { Wrapper } from '../wrappers/wrapper.ts';
import type { Info, ResetOptions, StepResult } from '../env.ts';
import type { StepOutcome } from '../in-place-env.ts';
import { createVectorEnv } from './create-vector-env.ts';
import type { AutoresetMode, VectorEnv } from './vector-env.ts';

const LIMITS = [2, 3];
/** Two CartPoles of which the first ends after 2 steps, the second after 3. */
function createVector(autoreset: AutoresetMode): VectorEnv {
  let made = 0;
  return createVectorEnv(() => new TimeLimit(new CartPoleEnv(), LIMITS[made++]), { numEnvs: 2, autoreset });
}

function createSingles(): Env<Float32Array, number>[] {
  const singles = LIMITS.map((limit) => new TimeLimit(new CartPoleEnv(), limit));
  singles.forEach((env, i) => env.reset({ seed: i }));
  return singles;
}

const row = (values: Float32Array, i: number): Float32Array => values.slice(i * 4, i * 4 + 4);
const push = Int32Array.of(1, 1);

describe('next-step', () => {
  it('resets by the step after the end, whatever its action', () => {
    const vector = createVector('next-step');
    const [first] = createSingles();
    vector.reset({ seed: 0 });
    vector.step(push);
    first.step(1);
    const ended = vector.step(push);
    const [last] = first.step(1);
    expect([row(ended.observations, 0), row(ended.finalObservations, 0), ended.truncated[0]]).toEqual([last, last, 1]);
    const next = vector.step(push);
    expect([row(next.observations, 0), next.rewards[0], next.truncated[0], next.terminated[0]]).toEqual([
      first.reset()[0],
      0,
      0,
      0,
    ]);
    expect([next.rewards[1], next.truncated[1]]).toEqual([1, 1]);
    expect(row(vector.step(push).observations, 0)).toEqual(first.step(1)[0]);
  });

  it('knows from a snapshot what is still to be reset', () => {
    const vector = createVector('next-step');
    vector.reset({ seed: 0 });
    vector.step(push);
    vector.step(push);
    const other = createVector('next-step');
    other.restore(JSON.parse(JSON.stringify(vector.snapshot())));
    for (let t = 0; t < 6; t++) {
      const { rewards, truncated } = vector.step(push);
      expect(other.step(push)).toMatchObject({ rewards, truncated });
    }
    expect(other.snapshot()).toEqual(vector.snapshot());
  });

  it('a reset by hand comes first', () => {
    const vector = createVector('next-step');
    vector.reset({ seed: 0 });
    vector.step(push);
    vector.step(push);
    vector.reset();
    expect([...vector.step(push).rewards]).toEqual([1, 1]);
  });
});

describe('disabled', () => {
  it('leaves the reset to the caller, of those that ended only', () => {
    const vector = createVector('disabled');
    const [first, second] = createSingles();
    vector.reset({ seed: 0 });
    for (const env of [first, second]) for (let t = 0; t < 2; t++) env.step(1);
    vector.step(push);
    const { truncated } = vector.step(push);
    expect(() => vector.step(push)).toThrow(expect.objectContaining({ code: 'envs/reset-needed' }));
    const observations = vector.reset({ mask: truncated });
    expect(row(observations, 0)).toEqual(first.reset()[0]);
    const step = vector.step(push);
    expect(row(step.observations, 0)).toEqual(first.step(1)[0]);
    expect(row(step.observations, 1)).toEqual(second.step(1)[0]);
  });

  it('refuses a mask of another length', () => {
    expect(() => createVector('disabled').reset({ mask: [1] })).toThrow(
      expect.objectContaining({ code: 'envs/invalid-reset-options' }),
    );
  });
});

it('the options of a reset reach each environment', () => {
  const observations = createVector('same-step').reset({ seed: 0, options: { low: 0.5, high: 0.5 } });
  expect([...observations]).toEqual(Array.from({ length: 8 }, () => 0.5));
});

it('action masks pass through, after a reset too', () => {
  class MaskedEnv extends Wrapper<Float32Array, number> {
    #steps = 0;

    override resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
      super.resetInto(target, offset, options);
      this.#steps = 0;
      return this.#info();
    }

    override step(action: number): StepResult<Float32Array> {
      const [observation, reward, terminated, truncated] = super.step(action);
      this.#steps += 1;
      return [observation, reward, terminated, truncated, this.#info()];
    }

    override stepInto(action: number, target: Float32Array, offset: number): StepOutcome {
      const outcome = super.stepInto(action, target, offset);
      this.#steps += 1;
      outcome.info = this.#info();
      return outcome;
    }

    #info(): Info {
      return { actionMask: Uint8Array.of(1, this.#steps % 2) };
    }
  }
  const vector = createVectorEnv(() => new MaskedEnv(new TimeLimit(new CartPoleEnv(), 3)), { numEnvs: 2 });
  const masks = (infos: readonly Info[] = []): unknown => infos.map(({ actionMask }) => [...(actionMask ?? [])]);
  vector.reset({ seed: 0 });
  expect(masks(vector.infos)).toEqual([
    [1, 0],
    [1, 0],
  ]);
  const stepped = vector.step(push);
  expect(masks(stepped.infos)).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(stepped.infos).toBe(vector.infos);
  vector.step(push);
  const ended = vector.step(push);
  expect([masks(ended.infos), masks(ended.finalInfos)]).toEqual([
    [
      [1, 0],
      [1, 0],
    ],
    [
      [1, 1],
      [1, 1],
    ],
  ]);
});
