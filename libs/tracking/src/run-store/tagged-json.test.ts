import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fromTaggedJson, toTaggedJson } from './tagged-json.ts';

it('every double survives, however deep it lies', () => {
  const leaf = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (inner) => {
      fc.pre(!JSON.stringify(inner).includes('__proto__'));
      expect(fromTaggedJson(toTaggedJson({ inner }))).toEqual({ inner });
    }),
  );
});

it('leaves out what is undefined, and refuses what is no object', () => {
  expect(fromTaggedJson(toTaggedJson({ a: undefined, b: 1 }))).toEqual({ b: 1 });
  for (const text of ['1', 'null', '{']) expect(() => fromTaggedJson(text)).toThrow(SyntaxError);
});

it('takes for a tag what is nothing else', () => {
  const values = { a: { $float: 'NaN' }, b: { $float: 'NaN', c: 1 }, d: { e: 1 }, f: '"$float"', g: [null] };
  expect(fromTaggedJson(JSON.stringify(values))).toEqual({ ...values, a: Number.NaN });
  expect(() => fromTaggedJson('{"a":{"$float":"many"}}')).toThrow('Invalid');
  expect(() => fromTaggedJson('5')).toThrow('Expected a JSON object, received 5');
});
