import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Env, Info, ResetOptions, ResetResult, StepResult } from '../env.ts';
import type { Scene } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { Discrete } from '../spaces/discrete.ts';
import type { Space } from '../spaces/space.ts';
import { checkEnv, findEnvFaults } from './check-env.ts';
import { inspectContract } from './inspect-contract.ts';
import { inspectReproducibility } from './inspect-reproducibility.ts';
import { inspectResult, type Result } from './inspect-result.ts';
import { inspectScene } from './inspect-scene.ts';

let closed = 0;
beforeEach(() => {
  closed = 0;
});

/** Counts its steps from the seed on; an episode has three. */
class CountingEnv implements Env<Float32Array, number> {
  readonly id: string = 'Counting-v0';
  readonly observationSpace: Space<Float32Array> = new Box({ shape: [1], low: 0, high: 1000 });
  readonly actionSpace: Space<number> = new Discrete(2);
  protected count = 0;
  protected left = 0;

  reset({ seed }: ResetOptions = {}): ResetResult<Float32Array> {
    this.count = seed ?? this.count;
    this.left = 3;
    return [Float32Array.of(this.count), this.info()];
  }

  step(action: number): StepResult<Float32Array> {
    if (this.left === 0) throw new Error('to be reset');
    this.count += action;
    this.left--;
    return [Float32Array.of(this.count), action, this.left === 0, false, this.info()];
  }

  info(): Info {
    return {};
  }

  snapshot(): { count: number; left: number } {
    return { count: this.count, left: this.left };
  }

  restore({ count, left }: Record<string, unknown>): void {
    this.count = Number(count);
    this.left = Number(left);
  }

  render(): Scene {
    return { view: [-1, -2, 1, 2], shapes: [{ kind: 'circle', center: [0, 0], radius: 1, fill: '#000000' }] };
  }

  close(): void {
    closed++;
  }
}

/** Such an environment, of which something is changed. */
const faulty = (change: Partial<Env<Float32Array, number>>) => () => Object.assign(new CountingEnv(), change);

describe('an environment that keeps the contract', () => {
  it('has no faults', () => {
    const make = () => new CountingEnv();
    expect(inspectContract(make, 5, 20)).toEqual([]);
    expect(inspectReproducibility(make, 5, 20)).toEqual([]);
    expect(inspectScene(make, 5)).toEqual([]);
    expect(findEnvFaults(make)).toEqual([]);
  });

  it('is tried with 500 steps from seed 0, unless told otherwise', () => {
    const seeds: (number | undefined)[] = [];
    let steps = 0;
    class Counted extends CountingEnv {
      override reset(options?: ResetOptions): ResetResult<Float32Array> {
        seeds.push(options?.seed);
        return super.reset(options);
      }
      override step(action: number): StepResult<Float32Array> {
        const result = super.step(action);
        steps++;
        return result;
      }
    }
    const seeded = (): (number | undefined)[] => seeds.filter((seed) => seed !== undefined);
    findEnvFaults(() => new Counted());
    // Once for the contract; in two halves of which one comes twice, and another from a snapshot.
    expect([steps, seeded()]).toEqual([1500, [0, 0, 0, 0]]);
    steps = 0;
    seeds.length = 0;
    findEnvFaults(() => new Counted(), { seed: 7, steps: 5 });
    expect([steps, seeded()]).toEqual([5 + 2 * 3 + 2 * 2, [7, 7, 7, 7]]);
  });
});

describe('the contract', () => {
  it('an episode is not gone on with, and none is begun by a step', () => {
    const step: CountingEnv['step'] = () => [Float32Array.of(1), 0, true, false, {}];
    expect(inspectContract(faulty({ step }), 0, 2)).toEqual([
      {
        code: 'step-before-reset',
        message: 'step() before the first reset() must throw envs/reset-needed, but it went through',
      },
      ...[1, 2].map((at) => ({
        code: 'step-after-end',
        message: `the episode ended at step ${at}: another step() must throw envs/reset-needed, but it went through`,
      })),
    ]);
  });

  it('a space contains what it samples', () => {
    const actionSpace = Object.assign(new Discrete(2), { sample: () => 2 });
    expect(inspectContract(faulty({ actionSpace }), 0, 1)).toContainEqual({
      code: 'space-inconsistent',
      message: 'actionSpace does not contain what it sampled itself',
    });
    const observationSpace = Object.assign(new Box({ shape: [1], low: 0, high: 1000 }), {
      sample: () => Float32Array.of(-1),
    });
    expect(inspectContract(faulty({ observationSpace }), 0, 1)).toEqual([
      { code: 'space-inconsistent', message: 'observationSpace does not contain what it sampled itself' },
    ]);
  });

  it('results are looked at after each call', () => {
    class Wrong extends CountingEnv {
      override info(): Info {
        return null as unknown as Info;
      }
    }
    const places = inspectContract(() => new Wrong(), 0, 4).map(({ message }) => message.split(':', 1)[0]);
    expect(places).toEqual(['reset()', 'step 1', 'step 2', 'step 3', 'reset() after step 3', 'step 4']);
  });

  it('an observation is not written anew', () => {
    const kept = Float32Array.of(0);
    class Overwriting extends CountingEnv {
      override reset(options?: ResetOptions): ResetResult<Float32Array> {
        const [observation, info] = super.reset(options);
        kept.set(observation);
        return [kept, info];
      }
      override step(action: number): StepResult<Float32Array> {
        const [observation, ...rest] = super.step(action);
        kept.set([observation[0] + 1]);
        return [kept, ...rest];
      }
    }
    expect(inspectContract(() => new Overwriting(), 0, 2)).toEqual([
      {
        code: 'observation-overwritten',
        message:
          'the observation of the first reset() was written anew by later steps: give an array of its own each time',
      },
    ]);
  });
});

describe('a result', () => {
  const whole: Result = { observation: Float32Array.of(1), reward: 0, terminated: false, truncated: true, info: {} };

  it.each<[Partial<Record<keyof Result, unknown>>, string, string]>([
    [
      { observation: Float32Array.of(-1) },
      'observation-outside-space',
      'expected element 0 to be between 0 and 1000, but it is -1',
    ],
    [{ reward: '1' }, 'reward-not-finite', 'expected a finite reward, but got 1'],
    [{ reward: Infinity }, 'reward-not-finite', 'expected a finite reward, but got Infinity'],
    [{ terminated: 1 }, 'ending-not-boolean', 'expected terminated to be true or false, but got 1'],
    [{ truncated: undefined }, 'ending-not-boolean', 'expected truncated to be true or false, but got undefined'],
    [{ info: null }, 'info-not-object', 'expected an object as info, but got null'],
    [{ info: 'all' }, 'info-not-object', 'expected an object as info, but got all'],
    [{ info: { actionMask: [1, 1] } }, 'action-mask', 'expected a Uint8Array as info.actionMask'],
    [
      { info: { actionMask: Uint8Array.of(1) } },
      'action-mask',
      'expected info.actionMask to have 2 elements, one for each action, but got 1',
    ],
    [{ info: { actionMask: Uint8Array.of(0, 0) } }, 'action-mask', 'info.actionMask allows no action at all'],
  ])('of %j has a fault', (wrong, code, message) => {
    expect(inspectResult(new CountingEnv(), { ...whole, ...wrong }, 'here')).toEqual([
      { code, message: `here: ${message}` },
    ]);
  });

  it.each([{}, { actionMask: undefined }, { actionMask: Uint8Array.of(0, 1) }])('of info %j has none', (info) => {
    expect(inspectResult(new CountingEnv(), { ...whole, info }, 'here')).toEqual([]);
  });

  it('of another kind of actions may have a mask of any length', () => {
    const env = faulty({ actionSpace: new Box({ shape: [1], low: 0, high: 1 }) as unknown as Space<number> })();
    expect(inspectResult(env, { ...whole, info: { actionMask: Uint8Array.of(1, 0, 0) } }, 'here')).toEqual([]);
  });
});

describe('reproducibility', () => {
  it.each([
    [5, 4, 1],
    [5, 9, 3],
  ])('two that are reset with one seed go one way', (seed, steps, differsAt) => {
    let made = 0;
    class Different extends CountingEnv {
      readonly #number = made++;
      override step(action: number): StepResult<Float32Array> {
        const [, ...rest] = super.step(action);
        return [Float32Array.of(this.left === 3 - differsAt ? this.#number : 0), ...rest];
      }
    }
    expect(inspectReproducibility(() => new Different(), seed, steps)).toEqual([
      {
        code: 'not-deterministic',
        message: `two environments that were reset with the seed 5 went different ways at step ${differsAt} with the same actions: draw from a generator that reset() seeds`,
      },
    ]);
  });

  it.each([
    ['text', JSON.stringify('text')],
    ['a list', '[]'],
    ['nothing', 'null'],
  ])('a snapshot is an object, not %s', (_, json) => {
    const snapshot = (): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>;
    expect(inspectReproducibility(faulty({ snapshot }), 0, 4)).toEqual([
      { code: 'snapshot-incomplete', message: 'snapshot() must give an object that is JSON' },
    ]);
  });

  it('whoever goes on from a snapshot goes the same way', () => {
    const snapshot = () => ({ count: 0, left: 2 });
    expect(inspectReproducibility(faulty({ snapshot }), 100, 4)).toEqual([
      {
        code: 'snapshot-incomplete',
        message: 'an environment that was restored from JSON of snapshot() went another way at step 1 after it',
      },
    ]);
  });
});

describe('a scene', () => {
  it.each<[Scene['view']]>([[[1, 0, 1, 1]], [[0, 1, 1, 1]], [[Number.NaN, 0, 1, 1]], [[2, 0, 1, 1]], [[0, 2, 1, 1]]])(
    'of view %j is refused',
    (view) => {
      expect(inspectScene(faulty({ render: () => ({ view, shapes: [] }) }), 0)).toEqual([
        {
          code: 'scene-invalid',
          message: `render(): expected a view of [left, bottom, right, top], but got [${view.join(', ')}]`,
        },
      ]);
    },
  );

  it('has numbers for each place', () => {
    const render = (): Scene => ({
      view: [0, 0, 1, 1],
      shapes: [
        { kind: 'circle', center: [0, 0], radius: 1, fill: '#000000' },
        { kind: 'line', points: [[0, Infinity]], stroke: '#000000', width: 1 },
      ],
    });
    expect(inspectScene(faulty({ render }), 0)).toEqual([
      { code: 'scene-invalid', message: 'render(): a shape has a coordinate that is no finite number' },
    ]);
  });
});

describe('all of it', () => {
  it('is the first fault of each kind, by one message', () => {
    class Wrong extends CountingEnv {
      override info(): Info {
        return null as unknown as Info;
      }
      override render(): Scene {
        throw new Error('no picture');
      }
    }
    const faults = findEnvFaults(() => new Wrong());
    expect(faults).toEqual([
      { code: 'info-not-object', message: 'reset(): expected an object as info, but got null' },
      { code: 'threw', message: 'a call that should work threw: no picture' },
    ]);
    expect(() => checkEnv(() => new Wrong())).toThrow(
      expect.objectContaining({
        code: 'envs/misbehaving-env',
        message: `Counting-v0 does not keep the contract of an environment. info-not-object: ${faults[0]?.message}; threw: ${faults[1]?.message}.`,
      }),
    );
  });

  it('closes each environment that it made, whatever it found', () => {
    let made = 0;
    class Noted extends CountingEnv {
      readonly #number = made++;
      override step(action: number): StepResult<Float32Array> {
        const [, ...rest] = super.step(action);
        return [Float32Array.of(this.#number), ...rest];
      }
      override render(): Scene {
        throw new Error('no picture');
      }
    }
    expect(() => checkEnv(() => new Noted())).toThrow('not-deterministic');
    // For the contract, twice and from a snapshot, for the picture, and for the name.
    expect([made, closed]).toEqual([6, 6]);
  });

  it('is told also where what was thrown is no error', () => {
    const render = (): Scene => {
      throw 'a word';
    };
    expect(findEnvFaults(faulty({ render }))).toEqual([
      { code: 'threw', message: 'a call that should work threw: a word' },
    ]);
  });
});
