import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { CartwheelError } from './cartwheel-error.ts';
import { describeError, isError, toError } from './describe-error.ts';

describe('describeError', () => {
  it('gives code, message and the chain of causes, nearest first', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = new CartwheelError('broker/unreachable', 'Redis does not answer', {
      cause: new TypeError('bad reply', { cause: refused }),
    });
    expect(describeError(error)).toEqual({
      code: 'broker/unreachable',
      message: 'Redis does not answer',
      causes: [
        { code: 'TypeError', message: 'bad reply' },
        { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
      ],
    });
  });

  it('describes what is no error', () => {
    expect(describeError(undefined)).toMatchObject({ code: 'async-guard/not-an-error', causes: [] });
    expect(describeError(new Error('outer', { cause: 'text' })).causes).toEqual([
      { code: 'async-guard/not-an-error', message: 'expected an Error to be thrown, got "text"; throw an Error' },
    ]);
  });

  it('ends for a chain that bites its tail, and for an endless one', () => {
    const a = new Error('a');
    a.cause = new Error('b', { cause: a });
    expect(describeError(a).causes).toEqual([{ code: 'Error', message: 'b' }]);
    let deep = new Error('0');
    for (let depth = 1; depth < 50; depth += 1) deep = new Error(String(depth), { cause: deep });
    expect(describeError(deep).causes).toHaveLength(10);
  });

  it('looks into an aggregate without a message, as Node gives for a refused connection', () => {
    const error = new AggregateError([new Error('::1 refused'), new Error('127.0.0.1 refused')], '');
    expect(describeError(error).message).toBe('::1 refused; 127.0.0.1 refused');
    expect(describeError(new RangeError('')).message).toBe('RangeError');
  });

  it('takes a code for one only where it is a text, and messages of an aggregate only where there are some', () => {
    expect(describeError(Object.assign(new Error('a'), { code: 7 })).code).toBe('Error');
    expect(describeError(Object.assign(new RangeError(''), { errors: 'none' })).message).toBe('RangeError');
    const mixed = new AggregateError([new Error('one'), 'two'], '');
    expect(describeError(mixed).message).toBe('one; expected an Error to be thrown, got "two"; throw an Error');
  });

  it.each([
    [{ name: 'E', message: 'm' }, true],
    [{ name: 'E' }, false],
    [{ message: 'm' }, false],
    [{ name: 1, message: 'm' }, false],
    [{ name: 'E', message: 1 }, false],
    [null, false],
    ['text', false],
    [Object.assign(() => 1, { message: 'm' }), false],
  ])('whether %p is an error goes by its shape', (thrown, isOne) => {
    expect(isError(thrown)).toBe(isOne);
    const error = toError(thrown);
    expect(error === thrown).toBe(isOne);
    expect(error.cause === thrown).toBe(!isOne);
  });

  it.each([
    [7, 'number'],
    [null, 'object'],
    [undefined, 'undefined'],
    ['a"b', '"a\\"b"'],
  ])('what was thrown, %p, is told as %s', (thrown, shown) => {
    expect(toError(thrown).message).toBe(`expected an Error to be thrown, got ${shown}; throw an Error`);
  });

  it('ends the chain at a cause that is null', () => {
    expect(describeError(new Error('a', { cause: null })).causes).toEqual([]);
  });

  it('knows errors of another realm', () => {
    const foreign: unknown = runInNewContext('new TypeError("from afar")');
    expect(toError(foreign)).toBe(foreign);
  });
});
