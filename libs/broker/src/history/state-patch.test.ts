import { expect, it } from '@jest/globals';
import { foldPatch, wholeText } from './state-patch.ts';

const base = { version: 3, tags: ['a'] };
const patch = '[{"op":"add","path":"/tags/1","value":["b"]}]';

it('makes the document of a version of the one before, which stays as it was', () => {
  const { document, patch: made } = foldPatch(base, patch, 4);
  expect(document).toStrictEqual({ version: 4, tags: ['a', ['b']] });
  expect(made).toStrictEqual({
    from: 3,
    operations: [
      { op: 'replace', path: '/version', value: 4 },
      { op: 'add', path: '/tags/1', value: ['b'] },
    ],
  });
  expect(base).toStrictEqual({ version: 3, tags: ['a'] });
  // Whoever got the patch may do with it what he likes.
  const added = made.operations[1];
  if (added?.op === 'add' && Array.isArray(added.value)) added.value.push('c');
  expect(document).toStrictEqual({ version: 4, tags: ['a', ['b']] });
});

it('tells what it got instead of a patch: its beginning', () => {
  expect(() => foldPatch(base, `[${'x'.repeat(60)}`, 4)).toThrow(
    expect.objectContaining({
      code: 'broker/corrupt-document',
      message: `Expected a JSON Patch from version 3 to 4, received "[${'x'.repeat(39)}".`,
      cause: expect.any(SyntaxError),
    }),
  );
});

it('gives a whole document as text, with the patch that leads on from it, if any', () => {
  expect(wholeText('as it is', '', 3)).toBe('as it is');
  expect(JSON.parse(wholeText(JSON.stringify(base), patch, 4))).toStrictEqual({ version: 4, tags: ['a', ['b']] });
});
