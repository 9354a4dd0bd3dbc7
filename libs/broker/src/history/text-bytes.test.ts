import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { TextBytes, textOf } from './text-bytes.ts';

it('keeps every text, however long, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 })), fc.nat(9), (texts, times) => {
      const long = texts.map((text) => text.repeat(times * 400));
      expect(textOf((into) => long.forEach((text) => into.text(text)))).toBe(long.join(''));
    }),
  );
});

it('takes bytes, a part of others, and what has to stand before', () => {
  const row = new TextBytes();
  row.text('é,12,');
  const into = new TextBytes();
  into.bytes(Buffer.from('ü='));
  const from = into.length;
  const comma = into.upTo(0x2c, row);
  expect(comma).toBe(2);
  expect(into.upTo(0x2c, row, comma + 1)).toBe(5);
  expect(into.upTo(0x2c, row, 6)).toBe(6);
  into.insert(from, '$4:');
  expect(into.toString()).toBe('ü=$4:é12');
  expect(into.written.toString()).toBe('ü=$4:é12');
  into.cutTo(from);
  expect(into.toString()).toBe('ü=');
});
