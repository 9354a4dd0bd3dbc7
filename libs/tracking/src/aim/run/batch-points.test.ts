import { expect, it } from '@jest/globals';
import { batchPoints } from './batch-points.ts';

const point = (name: string, step: number): { name: string; step: number; value: number } => ({ name, step, value: 0 });
const nameOf = ({ name }: { name: string }): string => name;

it('puts points of one sequence together, in their order, and none is left out', () => {
  const points = Array.from({ length: 60 }, (_, index) => point(index % 2 ? 'odd' : 'even', index));
  const messages = batchPoints(points, nameOf);
  const batches = messages.flat();
  for (const name of ['odd', 'even']) {
    const steps = batches
      .filter((batch) => batch.name === name)
      .flatMap((batch) => batch.points.map(({ step }) => step));
    expect(steps).toEqual(points.filter((each) => each.name === name).map(({ step }) => step));
  }
  expect(Math.max(...batches.map((batch) => batch.points.length))).toBe(14);
  expect(messages).toHaveLength(5);
});

it('a message has few sequences, whatever their number', () => {
  const messages = batchPoints(
    Array.from({ length: 20 }, (_, index) => point(`m${index}`, 1)),
    nameOf,
  );
  expect(messages.map((batches) => batches.length)).toEqual([4, 4, 4, 4, 4]);
  expect(batchPoints([], nameOf)).toEqual([]);
});
