import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { formatIssues, validationIssues } from './validation-issue.ts';

function issuesOf(schema: z.ZodType, input: unknown) {
  const result = schema.safeParse(input);
  return result.success ? [] : validationIssues(result.error.issues, input);
}

const expectationOf = (schema: z.ZodType, input: unknown): (string | undefined)[] =>
  issuesOf(schema, input).map(({ expected }) => expected);
const receivedFor = (input: unknown): string | undefined => issuesOf(z.never(), input)[0]?.received;

describe('what was expected', () => {
  it.each([
    [z.string(), 1, 'a string'],
    [z.number(), 'x', 'a number'],
    [z.int(), 0.5, 'a whole number'],
    [z.boolean(), 1, 'true or false'],
    [z.array(z.string()), 1, 'a list'],
    [z.object({}), 1, 'an object'],
    [z.record(z.string(), z.string()), 1, 'an object'],
    [z.bigint(), 1, 'bigint'],
    [z.enum(['a', 'b', 'c']), 'd', '"a", "b" or "c"'],
    [z.literal(2), 3, '2'],
    [z.string().min(1), '', 'a string that is not empty'],
    [z.string().min(2), 'a', 'a string of length >= 2'],
    [z.string().max(1), 'ab', 'a string of length <= 1'],
    [z.number().min(1), 0, 'a number >= 1'],
    [z.number().gt(1), 1, 'a number > 1'],
    [z.number().max(1), 2, 'a number <= 1'],
    [z.number().lt(1), 1, 'a number < 1'],
    [z.array(z.string()).min(1), [], 'a list >= 1'],
    [z.union([z.string(), z.boolean(), z.string()]), 1, 'a string or true or false'],
    [z.string().regex(/x/, 'expected an x'), 'y', 'an x'],
    [z.string().refine(() => false, 'no reason'), 'y', 'no reason'],
  ])('by %p where %p came', (schema, input, expected) => {
    expect(expectationOf(schema, input)).toEqual([expected]);
  });

  it('is that of the branch of a union that got furthest', () => {
    const schema = z.union([z.string(), z.object({ a: z.object({ b: z.number() }) })]);
    expect(issuesOf(schema, { a: { b: 'x' } })).toEqual([{ path: 'a.b', expected: 'a number', received: '"x"' }]);
    expect(issuesOf(z.object({ within: schema }), { within: { a: 1 } })).toEqual([
      { path: 'within.a', expected: 'an object', received: '1' },
    ]);
  });

  it('is that of such a branch, with what is wrong before it', () => {
    const schema = z.union([z.string(), z.strictObject({ a: z.number() })]);
    expect(issuesOf(schema, { a: 'x', b: 1 })).toEqual([
      { path: 'a', expected: 'a number', received: '"x"' },
      { path: 'b', expected: 'no such key', received: '1' },
    ]);
  });

  it('is what the union itself says, where it says something', () => {
    const schema = z.union([z.string(), z.object({ a: z.number() })], { error: 'expected a name or a point' });
    expect(issuesOf(schema, { a: 'x' })).toEqual([{ path: '', expected: 'a name or a point', received: 'an object' }]);
  });

  it('is no such key, for each that is unknown', () => {
    expect(issuesOf(z.object({ in: z.strictObject({}) }), { in: { a: 1, b: [] } })).toEqual([
      { path: 'in.a', expected: 'no such key', received: '1' },
      { path: 'in.b', expected: 'no such key', received: 'a list' },
    ]);
  });
});

describe('what came', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['a"b', '"a\\"b"'],
    [1.5, '1.5'],
    [10n, '10'],
    [true, 'true'],
    [[1], 'a list'],
    [{ a: 1 }, 'an object'],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
  ])('of %p is %s', (input, received) => {
    expect(receivedFor(input)).toBe(received);
  });

  it('is cut after 60 characters', () => {
    expect(receivedFor('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`);
    expect(receivedFor('x'.repeat(59))).toBe(`"${'x'.repeat(59)}…`);
  });

  it('is nothing below what is no object', () => {
    const issue = (path: PropertyKey[]) => [{ code: 'custom', path, message: 'expected more' } as const];
    expect(validationIssues(issue(['a', 'length']), { a: 'text' })[0]?.received).toBe('nothing');
    expect(validationIssues(issue(['a', 'b']), { a: null })[0]?.received).toBe('nothing');
    expect(validationIssues(issue(['a', 'b']), { a: { b: 5 } })[0]?.received).toBe('5');
  });
});

describe('the path', () => {
  it.each<[PropertyKey[], string]>([
    [['a', 'b-c', 'd_1'], 'a.b-c.d_1'],
    [['a', 0, 'b'], 'a[0].b'],
    [['net arch', 'pi'], '["net arch"].pi'],
    [['a', 'é'], 'a["é"]'],
    [['a', ''], 'a[""]'],
    [['a', 'b c'], 'a["b c"]'],
    [[], ''],
  ])('%j is %s', (path, text) => {
    const issue = { code: 'custom', path, message: 'expected more' } as const;
    expect(validationIssues([issue], {})[0]?.path).toBe(text);
  });
});

it('each issue is a line of the message', () => {
  const issues = [
    { path: '', expected: 'an object', received: '1' },
    { path: 'a[0]', expected: 'a string', received: 'null' },
  ];
  expect(formatIssues(issues)).toBe('(whole): expected an object, received 1\na[0]: expected a string, received null');
});
