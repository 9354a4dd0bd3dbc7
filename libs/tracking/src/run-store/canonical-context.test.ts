import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalContext } from './canonical-context.ts';

const contexts = fc.dictionary(fc.string(), fc.string());

it('does not depend on the order of the keys, and can be read back', () => {
  fc.assert(
    fc.property(contexts, (context) => {
      const reversed = Object.fromEntries(Object.entries(context).toReversed());
      expect(canonicalContext(reversed)).toBe(canonicalContext(context));
      expect({ ...JSON.parse(canonicalContext(context)) }).toEqual({ ...context });
    }),
  );
});

it('sorts the keys', () => {
  expect(canonicalContext({ b: '1', a: '2', 10: '3', 9: '4' })).toBe('{"10":"3","9":"4","a":"2","b":"1"}');
});
