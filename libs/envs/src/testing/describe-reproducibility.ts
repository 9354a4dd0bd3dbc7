import { describe, expect, it } from '@jest/globals';
import { createGenerator } from '@cartwheel/random';
import type { Env, EnvSnapshot } from '../env.ts';
import type { Action } from '../spaces/space.ts';
import { play } from './trajectory.ts';

/** Long enough for several episodes of most environments. */
const STEPS = 200;

export function describeReproducibility(createEnv: () => Env, remembers: boolean): void {
  it('does the same after the same seed and the same actions', () => {
    const env = createEnv();
    const other = createEnv();
    const actions = sampleActions(env, 10, STEPS);
    expect(env.reset({ seed: 10 })).toEqual(other.reset({ seed: 10 }));
    const trajectory = play(env, actions);
    expect(play(other, actions)).toEqual(trajectory);
    if (remembers) return;

    other.reset({ seed: 11 });
    play(other, actions);
    expect(other.reset({ seed: 10 })).toEqual(env.reset({ seed: 10 }));
    expect(play(other, actions)).toEqual(trajectory);
  });

  describe('a snapshot', () => {
    it.each([0, 1, 17, 60])('after %d steps holds all that the next ones depend on', (before) => {
      const env = createEnv();
      env.reset({ seed: 12 });
      play(env, sampleActions(env, 12, before));
      const snapshot = throughJson(env.snapshot());
      const actions = sampleActions(env, 13, STEPS);
      const expected = play(env, actions);

      const fresh = createEnv();
      fresh.restore(snapshot);
      expect(play(fresh, actions)).toEqual(expected);

      const used = createEnv();
      used.reset({ seed: 14 });
      play(used, sampleActions(used, 14, 5));
      used.restore(snapshot);
      expect(throughJson(used.snapshot())).toEqual(snapshot);
      expect(play(used, actions)).toEqual(expected);
    });

    it('is not changed by later steps', () => {
      const env = createEnv();
      env.reset({ seed: 15 });
      const snapshot = env.snapshot();
      const before = JSON.stringify(snapshot);
      play(env, sampleActions(env, 15, 20));
      expect(JSON.stringify(snapshot)).toBe(before);
    });

    it('can be taken before the first reset', () => {
      const fresh = createEnv();
      const snapshot = throughJson(createEnv().snapshot());
      fresh.restore(snapshot);
      const [action] = sampleActions(fresh, 16, 1);
      expect(() => fresh.step(action)).toThrow(expect.objectContaining({ code: 'envs/reset-needed' }));
    });

    it('of another kind is refused', () => {
      expect(() => createEnv().restore({ of: 'something else' })).toThrow(
        expect.objectContaining({ code: 'envs/invalid-snapshot' }),
      );
    });
  });
}

function throughJson(snapshot: EnvSnapshot): EnvSnapshot {
  return JSON.parse(JSON.stringify(snapshot)) as EnvSnapshot;
}

function sampleActions(env: Env, seed: number, count: number): Action[] {
  const random = createGenerator(seed);
  return Array.from({ length: count }, () => env.actionSpace.sample(random));
}
