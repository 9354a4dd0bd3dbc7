import { expectEqual, fuzz, FUZZ_TIMEOUT_MS } from '@cartwheel/jest-preset/fuzzing';
import { createGenerator } from '@cartwheel/random';
import { it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { writeRings } from '../checkpoint/read-and-write.ts';
import { ReplayBuffer, type ActionForm, type Transition } from './replay-buffer.ts';
import { PrioritizedSampler } from './replay-sampler.ts';

jest.setTimeout(FUZZ_TIMEOUT_MS);

const forms: ActionForm[] = [
  { type: 'int32', size: 1 },
  { type: 'int32', size: 3 },
  { type: 'float32', size: 2 },
];

function transition(id: number, observationSize: number, form: ActionForm): Transition {
  const action = Array.from({ length: form.size }, (_, i) => id + i);
  return {
    observation: Float32Array.from({ length: observationSize }, (_, i) => id - i),
    action: form.type === 'int32' ? Int32Array.from(action) : Float32Array.from(action),
    reward: id / 2,
    discount: id % 3 === 0 ? 0 : 0.5,
    nextObservation: Float32Array.from({ length: observationSize }, (_, i) => id + i),
  };
}

type Step = { kind: 'add'; count: number } | { kind: 'gather'; picks: readonly number[] } | { kind: 'restore' };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 7 }) }),
    fc.record({ kind: fc.constant('gather' as const), picks: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }) }),
    fc.record({ kind: fc.constant('restore' as const) }),
  ),
  { maxLength: 12 },
);

it('a replay buffer is the list of the last transitions, whatever is done with it', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom(...forms));
  fuzz(fc.tuple(sizes, steps), ([[capacity, width, form], done]) => {
    const rows: Transition[] = [];
    let added = 0;
    let buffer = new ReplayBuffer(capacity, width, form);
    for (const step of done) {
      if (step.kind === 'add') {
        for (let i = 0; i < step.count; i++, added++) {
          rows[added % capacity] = transition(added, width, form);
          expectEqual(buffer.add(transition(added, width, form)), added % capacity);
        }
      } else if (step.kind === 'restore') {
        const copy = new ReplayBuffer(capacity, width, form);
        writeRings({ replay: copy }, { replay: buffer });
        buffer = copy;
      } else if (rows.length > 0) expectGathered(buffer, rows, step.picks);
      expectEqual([buffer.size, buffer.added], [rows.length, added]);
    }
  });
});

function expectGathered(buffer: ReplayBuffer, rows: readonly Transition[], picks: readonly number[]): void {
  const chosen = picks.map((pick) => pick % rows.length);
  const batch = buffer.createBatch(chosen.length);
  buffer.gather(Int32Array.from(chosen), batch);
  const expected = chosen.map((row) => rows[row]);
  expectEqual(
    [batch.observations, batch.actions, batch.rewards, batch.discounts, batch.nextObservations].map((column) => [
      ...column,
    ]),
    [
      expected.flatMap(({ observation }) => [...observation]),
      expected.flatMap(({ action }) => [...action]),
      expected.map(({ reward }) => reward),
      expected.map(({ discount }) => discount),
      expected.flatMap(({ nextObservation }) => [...nextObservation]),
    ],
  );
}

const SLACK = 1e-9;

it('prioritised replay draws where the share of the sum of priorities falls, and weighs by the definition', () => {
  const learned = fc.array(fc.tuple(fc.nat(), fc.float({ min: -100, max: 100, noNaN: true })), { maxLength: 8 });
  const cases = fc.record({
    size: fc.integer({ min: 1, max: 9 }),
    learned,
    alpha: fc.constantFrom(0, 0.5, 1),
    beta: fc.constantFrom(0, 0.4, 1),
    progressRemaining: fc.constantFrom(0, 0.25, 1),
    seed: fc.nat(),
    batch: fc.integer({ min: 1, max: 6 }),
  });
  fuzz(cases, ({ size, learned: errors, alpha, beta, progressRemaining, seed, batch }) => {
    const sampler = new PrioritizedSampler({ size, capacity: 9 }, { alpha, beta });
    const priorities = Array.from({ length: size }, () => 1);
    priorities.forEach((_, row) => sampler.added(row));
    for (const [pick, error] of errors) {
      const row = pick % size;
      sampler.learned(Int32Array.of(row), Float32Array.of(error));
      priorities[row] = (Math.abs(error) + 1e-6) ** alpha;
    }
    const rows = new Int32Array(batch);
    const weights = new Float32Array(batch);

    sampler.sample(createGenerator(seed), rows, weights, progressRemaining);

    const total = priorities.reduce((sum, priority) => sum + priority, 0);
    const random = createGenerator(seed);
    const annealed = 1 + (beta - 1) * progressRemaining;
    const expected = [...rows].map((row) => ((size * priorities[row]) / total) ** -annealed);
    for (const [i, row] of rows.entries()) {
      const mass = ((i + random.random()) / batch) * total;
      const below = priorities.slice(0, row).reduce((sum, priority) => sum + priority, 0);
      const isInShare = below <= mass + SLACK * total && below + priorities[row] >= mass - SLACK * total;
      expectEqual([row, isInShare], [row, true]);
      const weight = expected[i] / Math.max(...expected);
      expectEqual([row, weights[i], Math.abs(weights[i] - weight) < 1e-6], [row, weights[i], true]);
    }
  });
});
