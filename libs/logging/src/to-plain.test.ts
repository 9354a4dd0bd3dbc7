import { describe, expect, it } from '@jest/globals';
import { toPlain, toPlainError, toPlainFields } from './to-plain.ts';

describe('a value in a line', () => {
  it.each<[unknown, unknown]>([
    [null, null],
    [undefined, undefined],
    ['text', 'text'],
    ['token=abc', 'token=[redacted]'],
    [true, true],
    [0, 0],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [5n, '5'],
    [Symbol('token=abc'), 'Symbol(token=[redacted]'],
    [new Map([['a', [1]]]), [['a', [1]]]],
    [
      [undefined, 1],
      [null, 1],
    ],
    [new Uint8Array(3), '[Uint8Array of 3 bytes]'],
    [new DataView(new ArrayBuffer(2)), '[DataView of 2 bytes]'],
    [{ toJSON: () => ({ a: 1n }) }, { a: '1' }],
    [{ toJSON: 7 }, { toJSON: 7 }],
    [{ a: undefined }, { a: undefined }],
    [
      { password: 'x', token: null, secret: true, pwd: undefined },
      { password: '[redacted]', token: null, secret: true },
    ],
    [
      ['--password', 'x', 'y'],
      ['--password', '[redacted]', 'y'],
    ],
    [
      ['a sentence with a token', 'x'],
      ['a sentence with a token', 'x'],
    ],
    [
      [`${'t'.repeat(76)}token`, 'x'],
      [`${'t'.repeat(76)}token`, 'x'],
    ],
    [
      [`${'t'.repeat(75)}token`, 'x'],
      [`${'t'.repeat(75)}token`, '[redacted]'],
    ],
    [
      ['token', false],
      ['token', false],
    ],
  ])('%p is %p', (value, expected) => {
    expect(toPlain(value)).toEqual(expected);
  });

  it('that is a function is its name', () => {
    expect(toPlain(function run() {})).toBe('[function run]');
  });

  it('goes eight levels deep, and not round in circles', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 9; level += 1) deep = { in: deep };
    expect(JSON.stringify(toPlain(deep))).toBe(`${'{"in":'.repeat(8)}"[too deep]"${'}'.repeat(8)}`);
    let eight: unknown = 'bottom';
    for (let level = 0; level < 8; level += 1) eight = [eight];
    expect(JSON.stringify(toPlain(eight))).toBe(`${'['.repeat(8)}"bottom"${']'.repeat(8)}`);
    const twice = { a: 1 };
    expect(toPlain([twice, twice])).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it('that cannot be read says so', () => {
    const trap = {
      toJSON(): never {
        throw new Error('no');
      },
    };
    expect(toPlain(trap)).toBe('[unreadable]');
    expect(toPlainFields({ trap, ok: 1 })).toEqual({ trap: '[unreadable]', ok: 1 });
    expect(
      toPlainError({
        name: 'E',
        stack: '',
        get message(): never {
          throw new Error('no');
        },
      }),
    ).toEqual({
      name: 'Error',
      message: '[unreadable]',
    });
  });
});

describe('the fields of a line', () => {
  it('lack what is undefined, and hide secrets by their names', () => {
    const fields = toPlainFields({ a: undefined, apiKey: 'x', token: undefined, secret: null, 'pwd=abc': 1 });
    expect(fields).toStrictEqual({ apiKey: '[redacted]', secret: null, 'pwd=[redacted]': '[redacted]' });
  });
});

describe('what was thrown', () => {
  it('has a code where that is a text, a stack where there is one, and its causes', () => {
    const inner = Object.assign(new Error('token=abc'), { code: 7 });
    delete inner.stack;
    const error = Object.assign(new TypeError('outer', { cause: inner }), { code: 'broker/x' });
    error.stack = 'at token=abc';
    expect(toPlainError(error)).toStrictEqual({
      name: 'TypeError',
      code: 'broker/x',
      message: 'outer',
      stack: 'at token=[redacted]',
      cause: { name: 'Error', message: 'token=[redacted]' },
    });
    expect(toPlainError(Object.assign(new Error('a'), { cause: null }))).not.toHaveProperty('cause');
  });

  it('has the errors of an aggregate, and no others', () => {
    const several = new AggregateError([new RangeError('a'), 'b'], 'all');
    expect(toPlainError(several).errors).toMatchObject([
      { name: 'RangeError', message: 'a' },
      { name: 'string', message: 'b' },
    ]);
    expect(toPlainError(Object.assign(new Error('a'), { errors: 'none' }))).not.toHaveProperty('errors');
  });

  it.each<[unknown, string, string]>([
    ['token=abc', 'string', 'token=[redacted]'],
    [7, 'number', '7'],
    [{ a: 1 }, 'object', '{"a":1}'],
    [undefined, 'undefined', 'undefined'],
    [null, 'object', 'null'],
  ])('and is no error, %p, is told as one', (thrown, name, message) => {
    expect(toPlainError(thrown)).toStrictEqual({ name, message });
  });

  it('ends where it bites its tail, and after eight causes', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    expect(toPlainError(loop).cause).toEqual({ name: 'Error', message: '[circular]' });
    let error = new Error('0');
    for (let level = 1; level < 12; level += 1) error = new Error(String(level), { cause: error });
    const messages: string[] = [];
    for (let each: ReturnType<typeof toPlainError> | undefined = toPlainError(error); each; each = each.cause) {
      messages.push(each.message);
    }
    expect(messages).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '[too deep]']);
  });

  it.each<[unknown, boolean]>([
    [{ name: 'E', message: 'm', stack: 's' }, true],
    [{ name: 'E', message: 'm' }, false],
    [{ name: 'E', stack: 's' }, false],
    [{ message: 'm', stack: 's' }, false],
    [{ name: 1, message: 'm', stack: 's' }, false],
    [{ name: 'E', message: 1, stack: 's' }, false],
  ])('is an error by its shape: %p, %p', (value, isOne) => {
    expect(toPlainError(value).name === 'E').toBe(isOne);
  });
});
