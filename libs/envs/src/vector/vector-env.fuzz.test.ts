import { expectEqual, fuzz, FUZZ_TIMEOUT_MS, readingOf } from '@cartwheel/jest-preset/fuzzing';
import { it } from '@jest/globals';
import * as fc from 'fast-check';
import { EpisodicEnv } from '../episodic-env.ts';
import type { EnvSnapshot } from '../env.ts';
import type { Scene } from '../scene.ts';
import { Box } from '../spaces/box.ts';
import { Discrete } from '../spaces/discrete.ts';
import { createVectorEnv } from './create-vector-env.ts';
import type { AutoresetMode, VectorEnv } from './vector-env.ts';

/** Counts its episodes and their steps, and ends them after as many as the action says at their last step. */
class CountingEnv extends EpisodicEnv<number> {
  readonly id = 'Counting-v0';
  readonly observationSpace = new Box({ shape: [2], low: -1, high: 1e6 });
  readonly actionSpace = new Discrete(4);
  #episode = 0;
  #step = 0;
  #isOver = false;

  protected begin(): void {
    this.#episode += 1;
    this.#step = 0;
    this.#isOver = false;
  }

  protected accepts(action: number): boolean {
    return this.actionSpace.contains(action);
  }

  protected advance(action: number): number {
    this.#step += 1;
    this.#isOver = action === 3;
    return this.#episode * 10 + action;
  }

  protected isOver(): boolean {
    return this.#isOver;
  }

  protected observeInto(target: Float32Array, offset: number): void {
    target[offset] = this.#episode;
    target[offset + 1] = this.#step;
  }

  snapshot(): EnvSnapshot {
    return { episode: this.#episode, step: this.#step, phase: this.phase };
  }

  restore({ episode, step, phase }: EnvSnapshot): void {
    this.#episode = Number(episode);
    this.#step = Number(step);
    if (phase === 'new' || phase === 'running' || phase === 'ended') this.phase = phase;
  }

  render(): Scene {
    return { view: [0, 0, 1, 1], shapes: [] };
  }
}

interface Place {
  episode: number;
  step: number;
  hasEnded: boolean;
}

interface Stepped {
  observations: number[][];
  rewards: number[];
  terminated: number[];
  /** Of those that ended. */
  finals: (number[] | null)[];
}

/** What the three modes say, place by place, in plain numbers. */
function stepModel(places: Place[], actions: readonly number[], mode: AutoresetMode): Stepped {
  const results = places.map((place, i) => {
    if (place.hasEnded) {
      begin(place);
      return { observation: observed(place), reward: 0, terminated: 0, final: null };
    }
    place.step += 1;
    const reward = place.episode * 10 + actions[i];
    if (actions[i] !== 3) return { observation: observed(place), reward, terminated: 0, final: null };
    const final = observed(place);
    place.hasEnded = true;
    if (mode === 'same-step') begin(place);
    return { observation: observed(place), reward, terminated: 1, final };
  });
  return {
    observations: results.map(({ observation }) => observation),
    rewards: results.map(({ reward }) => reward),
    terminated: results.map(({ terminated }) => terminated),
    finals: results.map(({ final }) => final),
  };
}

function begin(place: Place): void {
  place.episode += 1;
  place.step = 0;
  place.hasEnded = false;
}

function observed({ episode, step }: Place): number[] {
  return [episode, step];
}

function rowsOf(array: Float32Array): number[][] {
  return Array.from({ length: array.length / 2 }, (_, i) => [array[2 * i], array[2 * i + 1]]);
}

type Doing =
  | { kind: 'step'; actions: readonly number[] }
  | { kind: 'reset'; mask: readonly number[] | undefined }
  | { kind: 'restore' };
const four = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(value, { minLength: 4, maxLength: 4 });
const doings: fc.Arbitrary<Doing[]> = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ kind: fc.constant('step' as const), actions: four(fc.nat(3)) }), weight: 6 },
    fc.record({ kind: fc.constant('reset' as const), mask: fc.option(four(fc.nat(1)), { nil: undefined }) }),
    fc.record({ kind: fc.constant('restore' as const) }),
  ),
  { maxLength: 12 },
);

function vectorOf(numEnvs: number, autoreset: AutoresetMode): VectorEnv {
  return createVectorEnv(() => new CountingEnv(), { numEnvs, autoreset });
}

it.each<AutoresetMode>(['same-step', 'next-step', 'disabled'])(
  'a vector with the autoreset %s does what its places do one by one',
  (mode) =>
    fuzz(
      fc.tuple(fc.integer({ min: 1, max: 4 }), doings),
      ([numEnvs, all]) => {
        let vector = vectorOf(numEnvs, mode);
        const places = Array.from({ length: numEnvs }, (): Place => ({ episode: 1, step: 0, hasEnded: false }));
        expectEqual(rowsOf(vector.reset()), places.map(observed));
        for (const doing of all) {
          if (doing.kind === 'restore') {
            const snapshot: EnvSnapshot = JSON.parse(JSON.stringify(vector.snapshot()));
            vector = vectorOf(numEnvs, mode);
            vector.restore(snapshot);
          } else if (doing.kind === 'reset') {
            const mask = doing.mask?.slice(0, numEnvs);
            const observations = rowsOf(vector.reset({ mask }));
            places.forEach((place, i) => {
              if (mask?.[i] === 0) return;
              begin(place);
              expectEqual(observations[i], observed(place));
            });
          } else expectStep(vector, places, doing.actions.slice(0, numEnvs), mode);
        }
      },
      0.3,
    ),
  FUZZ_TIMEOUT_MS,
);

function expectStep(vector: VectorEnv, places: Place[], actions: readonly number[], mode: AutoresetMode): void {
  if (mode === 'disabled' && places.some(({ hasEnded }) => hasEnded)) {
    // Some places may have moved: the caller begins anew.
    expectEqual(
      readingOf(() => vector.step(Int32Array.from(actions))),
      { code: 'envs/reset-needed' },
    );
    const at = rowsOf(vector.reset());
    places.forEach((place, i) => Object.assign(place, { episode: at[i][0], step: 0, hasEnded: false }));
    return;
  }
  const step = vector.step(Int32Array.from(actions));
  const { finals, ...expected } = stepModel(places, actions, mode);
  const received = {
    observations: rowsOf(step.observations),
    rewards: [...step.rewards],
    terminated: [...step.terminated],
  };
  expectEqual(received, expected);
  expectEqual(
    [...step.truncated],
    Array.from(actions, () => 0),
  );
  const last = rowsOf(step.finalObservations);
  finals.forEach((final, i) => {
    if (final !== null) expectEqual(last[i], final);
  });
}
