import { createGenerator } from '@cartwheel/random';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { writeRings } from '../checkpoint/read-and-write.ts';
import { explorationRateAt } from './exploration.ts';
import { NStepJoiner } from './n-step.ts';
import { CHOICE } from './q-explorer.ts';
import { ReplayBuffer, type Transition } from './replay-buffer.ts';
import { PrioritizedSampler, UniformSampler } from './replay-sampler.ts';
import { SumTree } from './sum-tree.ts';

function transition(id: number): Transition {
  return {
    observation: Float32Array.of(id, -id),
    action: Int32Array.of(id % 3),
    reward: id / 2,
    discount: 0.9,
    nextObservation: Float32Array.of(id + 1, -id - 1),
  };
}

describe('ReplayBuffer', () => {
  it('keeps the last transitions and overwrites the oldest', () => {
    const buffer = new ReplayBuffer(3, 2, CHOICE);
    const rows = [0, 1, 2, 3].map((id) => buffer.add(transition(id)));
    const batch = buffer.createBatch(3);

    buffer.gather(Int32Array.of(0, 1, 2), batch);

    expect(rows).toEqual([0, 1, 2, 0]);
    expect(buffer.size).toBe(3);
    expect([...batch.observations]).toEqual([3, -3, 1, -1, 2, -2]);
    expect([...batch.nextObservations]).toEqual([4, -4, 2, -2, 3, -3]);
    expect([...batch.actions]).toEqual([0, 1, 2]);
    expect([...batch.rewards]).toEqual([1.5, 0.5, 1]);
  });

  it('goes on as if nothing had happened once its columns and its count are restored', () => {
    const buffer = new ReplayBuffer(3, 2, CHOICE);
    [0, 1, 2, 3].forEach((id) => buffer.add(transition(id)));
    const copy = new ReplayBuffer(3, 2, CHOICE);
    writeRings({ replay: copy }, { replay: buffer });
    buffer.add(transition(4));
    copy.add(transition(4));

    expect(copy.columns).toEqual(buffer.columns);
    expect([copy.added, copy.size]).toEqual([5, 3]);
    expect(() => writeRings({ replay: new ReplayBuffer(4, 2, CHOICE) }, { replay: buffer })).toThrow(
      expect.objectContaining({ code: 'algorithms/wrong-state' }),
    );
  });
});

interface Played {
  reward: number;
  ends: 'no' | 'terminated' | 'truncated';
}

const played: fc.Arbitrary<Played[]> = fc.array(
  fc.record({
    reward: fc.integer({ min: -5, max: 5 }),
    ends: fc.constantFrom('no', 'no', 'no', 'terminated', 'truncated'),
  }),
  { minLength: 1, maxLength: 40 },
);

/** From the definition: for each step, the next n rewards of its episode, and what follows. */
function referenceTargets(steps: readonly Played[], n: number, gamma: number): unknown[] {
  return steps.flatMap((_, t) => {
    const end = steps.findIndex((step, k) => k >= t && step.ends !== 'no');
    const last = Math.min(t + n - 1, end === -1 ? Infinity : end);
    if (last >= steps.length) return [];
    const rewards = steps.slice(t, last + 1).map(({ reward }) => reward);
    const length = rewards.length;
    return [
      {
        from: t,
        to: last + 1,
        reward: rewards.reduce((sum, reward, k) => sum + gamma ** k * reward, 0),
        discount: steps[last].ends === 'terminated' ? 0 : gamma ** length,
      },
    ];
  });
}

describe('NStepJoiner', () => {
  it('gives the n-step returns of the definition, cut at the ends of episodes, timeouts bootstrapped', () => {
    fc.assert(
      fc.property(played, fc.integer({ min: 1, max: 5 }), (steps, n) => {
        const joiner = new NStepJoiner(n, 0.5, 1, CHOICE);
        const given: unknown[] = [];
        const action = Int32Array.of(0);
        steps.forEach(({ reward, ends }, t) => {
          const seen = { observation: Float32Array.of(t), nextObservation: Float32Array.of(t + 1), action };
          joiner.push({ ...seen, reward, terminated: ends === 'terminated', truncated: ends === 'truncated' }, (done) =>
            given.push({
              from: done.observation[0],
              to: done.nextObservation[0],
              reward: done.reward,
              discount: done.discount,
            }),
          );
        });

        // Powers of ½ are exact.
        expect(given).toEqual(referenceTargets(steps, n, 0.5));
      }),
    );
  });
});

describe('SumTree', () => {
  it('finds where a mass falls', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (values, u) => {
          fc.pre(values.some((value) => value > 0));
          const tree = new SumTree(values.length);
          values.forEach((value, i) => tree.set(i, value));
          const total = values.reduce((sum, value) => sum + value, 0);
          let rest = u * total;
          const expected = values.findIndex((value) => (rest -= value) < 0);

          expect(tree.total).toBe(total);
          expect(tree.find(u * total)).toBe(expected);
        },
      ),
    );
  });
});

describe('PrioritizedSampler', () => {
  it('samples in proportion to |error|^α, and weighs against it', () => {
    const sampler = new PrioritizedSampler({ size: 3, capacity: 3 }, { alpha: 0.5, beta: 1 });
    [0, 1, 2].forEach((row) => sampler.added(row));
    sampler.learned(Int32Array.of(0, 1, 2), Float32Array.of(1, -4, 16));
    const random = createGenerator(0);
    const rows = new Int32Array(700);
    const weights = new Float32Array(700);

    sampler.sample(random, rows, weights, 0);

    const shares = [0, 1, 2].map((row) => rows.filter((drawn) => drawn === row).length);
    expect(Math.max(...shares.map((share, row) => Math.abs(share - 100 * 2 ** row)))).toBeLessThanOrEqual(1);
    expect([0, 1, 2].map((row) => weights[rows.indexOf(row)])).toEqual([
      1,
      expect.closeTo(0.5, 4),
      expect.closeTo(0.25, 4),
    ]);
  });

  it('takes β to 1 at the end of training', () => {
    const sampler = new PrioritizedSampler({ size: 2, capacity: 2 }, { alpha: 1, beta: 0 });
    [0, 1].forEach((row) => sampler.added(row));
    sampler.learned(Int32Array.of(0, 1), Float32Array.of(1, 3));
    const rows = new Int32Array(8);
    const weights = new Float32Array(8);

    sampler.sample(createGenerator(0), rows, weights, 1);
    expect(new Set(weights)).toEqual(new Set([1]));
    sampler.sample(createGenerator(0), rows, weights, 0);
    expect(weights[rows.indexOf(1)]).toBeCloseTo(1 / 3, 4);
  });
});

describe('UniformSampler', () => {
  it('draws from what is there', () => {
    const rows = new Int32Array(1000);
    new UniformSampler({ size: 4 }).sample(createGenerator(0), rows, new Float32Array(1000));

    expect(new Set(rows)).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe('the exploration rate', () => {
  const settings = {
    explorationRate: null,
    explorationFraction: 0.2,
    explorationInitialEps: 1,
    explorationFinalEps: 0.1,
  };

  it('goes in a line over its fraction of the training, then stays', () => {
    expect(explorationRateAt(1, settings)).toBe(1);
    expect(explorationRateAt(0.9, settings)).toBeCloseTo(0.55, 10);
    expect(explorationRateAt(0.8, settings)).toBeCloseTo(0.1, 10);
    expect(explorationRateAt(0, settings)).toBe(0.1);
  });

  it('may be a schedule of its own', () => {
    const explorationRate = { kind: 'linear', from: 0.4, to: 0 } as const;
    expect(explorationRateAt(0.5, { ...settings, explorationRate })).toBeCloseTo(0.2, 10);
  });
});
