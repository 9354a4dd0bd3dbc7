import { describe, expect, it } from '@jest/globals';
import { encode } from '@msgpack/msgpack';
import { packPoints, unpackPoints } from './point-codec.ts';

const name = 'a/rather/long/name';
const series = [[name, {}]];

it('hold a name and its context once', () => {
  const points = Array.from({ length: 100 }, (_, step) => ({ name, context: {}, step, time: 1, value: step }));
  expect(Buffer.from(packPoints(points)).toString('latin1').split(name)).toHaveLength(2);
  expect(unpackPoints(packPoints(points), 'x')).toStrictEqual(points);
});

describe('packed points are refused', () => {
  it.each([
    ['a value that is no number', [series, [[0, 1, 1, 'one']]]],
    ['a series that is not there', [series, [[1, 1, 1, 1]]]],
    ['no name', [[['', {}]], [[0, 1, 1, 1]]]],
  ])('with %s, and why', (_, packed) => {
    const error = { code: 'broker/corrupt-document', cause: expect.any(Error) };
    expect(() => unpackPoints(encode(packed), 'x')).toThrow(expect.objectContaining(error));
  });
});
