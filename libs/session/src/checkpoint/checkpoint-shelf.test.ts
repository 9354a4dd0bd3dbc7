import { expect, it } from '@jest/globals';
import { createCheckpointShelf, type ShelvedCheckpoint } from './checkpoint-shelf.ts';

const at = (step: number): ShelvedCheckpoint => ({
  record: { step, path: `runs/a/checkpoints/${step}`, weightsHash: 'hash', time: 0 },
  rings: {},
});

const stepsOf = (checkpoints: readonly ShelvedCheckpoint[]): number[] => checkpoints.map(({ record }) => record.step);

it.each([
  ['a run, which begins at step 0', 0],
  ['a fork, which begins later', 300],
])('keeps the first of %s, the best and the last', (_of, first) => {
  const shelf = createCheckpointShelf(2, []);
  const gone = [1, 2, 3, 4, 5].flatMap((n) => {
    if (n === 2) shelf.markBest(first + 20);
    return stepsOf(shelf.add(at(first + (n - 1) * 20)));
  });

  expect(stepsOf(shelf.kept)).toEqual([first, first + 20, first + 60, first + 80]);
  expect(gone).toEqual([first + 40]);
});

it('goes on with what was kept before, and with the best of it', () => {
  const shelf = createCheckpointShelf(1, [at(0), at(40), at(60)]);
  shelf.markBest(40);

  expect(stepsOf(shelf.add(at(80)))).toEqual([60]);
  expect(stepsOf(shelf.add(at(80)))).toEqual([80]);
  expect(stepsOf(shelf.kept)).toEqual([0, 40, 80]);
});
