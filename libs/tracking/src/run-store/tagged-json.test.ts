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
