import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { metricPoint } from '../testing/records.ts';
import { buffersOf, packPoints, parseContext, unpackPoints, unpackStepPoints } from './pack-points.ts';
import type { StepPoint } from './run-store.ts';

const LAST_STEP = 2n ** 63n - 1n;

const pointOf = (step: fc.Arbitrary<number | bigint>): fc.Arbitrary<StepPoint> =>
  fc.record({
    name: fc.constantFrom('m', 'n', '{}', 'm{}'),
    context: fc.constantFrom<Record<string, string>>({}, { a: 'b' }, { a: 'b', c: 'd' }, { a: 'b","c":"d' }),
    step,
    time: fc.double({ noDefaultInfinity: true, noNaN: true }),
    value: fc.double(),
  });
const wholeStep = fc.maxSafeNat();

describe('packed points', () => {
  it('are read back as they were, in their order', () => {
    fc.assert(
      fc.property(fc.array(pointOf(wholeStep)), (points) => {
        const packed = packPoints(points);
        expect(packed.bigSteps).toBeNull();
        expect(unpackPoints(packed)).toEqual(points);
        expect(unpackStepPoints(packed)).toEqual(points);
      }),
    );
  });

  it('are read back with steps beyond 2^53, as bigint where a number is not exact', () => {
    const bigStep = fc.bigInt({ min: 2n ** 53n, max: LAST_STEP });
    fc.assert(
      fc.property(fc.array(pointOf(fc.oneof(wholeStep, bigStep))), (points) => {
        expect(unpackStepPoints(packPoints(points))).toEqual(points);
      }),
    );
    expect(unpackStepPoints(packPoints([{ ...metricPoint('m', 5, 1), step: 5n }]))).toEqual([metricPoint('m', 5, 1)]);
  });

  it('have each series once, a context in whatever order of its keys', () => {
    const points = [
      metricPoint('m', 1, 1, { x: '1', y: '2' }),
      metricPoint('n', 1, 2),
      metricPoint('m', 2, 3, { y: '2', x: '1' }),
    ];
    const { series, seriesOf } = packPoints(points);
    expect(series).toEqual([
      { name: 'm', context: '{"x":"1","y":"2"}' },
      { name: 'n', context: '{}' },
    ]);
    expect([...seriesOf]).toEqual([0, 1, 0]);
  });

  it('have contexts of their own: who changes one changes no other', () => {
    const [first, second] = unpackPoints(packPoints([metricPoint('m', 1, 1), metricPoint('m', 2, 2)]));
    expect(first?.context).not.toBe(second?.context);
  });

  it('hand all of their buffers over', () => {
    const points = [metricPoint('m', 1, 1)];
    const small = packPoints(points);
    expect(buffersOf(small)).toEqual(
      [small.seriesOf, small.steps, small.times, small.values].map(({ buffer }) => buffer),
    );
    const big = packPoints([{ ...metricPoint('m', 1, 1), step: 1n }]);
    expect(buffersOf(big)).toHaveLength(5);
    expect(buffersOf(big)).toContain(big.bigSteps?.buffer);
  });

  it('of a step beyond 2^53 are not given as numbers', () => {
    const points = [7n, 2n ** 60n, 9n].map((step) => ({ ...metricPoint('m', 0, 1), step }));
    expect(() => unpackPoints(packPoints(points))).toThrow(
      expect.objectContaining({
        code: 'tracking/big-step',
        message: 'Expected steps up to 2^53, found 1152921504606847000: read them with pointsWithBigSteps().',
      }),
    );
  });
});

describe('a point', () => {
  it.each<[Partial<Record<keyof StepPoint, unknown>>, string]>([
    [{ name: '' }, 'name: expected a name that is not empty, received ""'],
    [{ step: 1.5 }, 'step: expected a whole number of environment steps, received 1.5'],
    [{ step: -1 }, 'step: expected a whole number of environment steps, received -1'],
    [{ step: 2 ** 53 }, 'step: expected a whole number of environment steps, received 9007199254740992'],
    [{ step: -1n }, 'step: expected a whole number of environment steps, received -1'],
    [{ step: LAST_STEP + 1n }, 'step: expected a whole number of environment steps, received 9223372036854775808'],
    [{ time: Number.POSITIVE_INFINITY }, 'time: expected milliseconds since the epoch, received Infinity'],
    [{ value: '5' }, 'value: expected a number, received "5"'],
    [{ value: null }, 'value: expected a number, received null'],
  ])('%p is refused', (wrong, message) => {
    const points = [metricPoint('m', 1, 1), { ...metricPoint('m', 2, 2), ...wrong }] as StepPoint[];
    expect(() => packPoints(points)).toThrow(
      expect.objectContaining({
        code: 'tracking/invalid-point',
        message: `points[1].${message}. No point of this call was taken.`,
      }),
    );
  });

  it.each([0, Number.MAX_SAFE_INTEGER, 0n, LAST_STEP])('may be of step %p', (step) => {
    expect(unpackStepPoints(packPoints([{ ...metricPoint('m', 0, 1), step }]))).toHaveLength(1);
  });
});

it('a context is read from its text, and nothing else is', () => {
  expect(parseContext('{"a":"b"}')).toEqual({ a: 'b' });
  expect(() => parseContext('{"a":1}')).toThrow('expected string');
});
