import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Writable } from 'node:stream';
import { createLogger } from './create-logger.ts';
import { LOG_LEVELS, parseLogLevel, type LogLevel } from './log-level.ts';
import type { LogFields } from './logger.ts';
import { LoggingError } from './logging-error.ts';
import { setLogLevel } from './pipeline-logger.ts';
import { silentLogger } from './silent-logger.ts';

const noon = Date.UTC(2026, 0, 2, 12, 0, 0, 42);
const now = () => noon;

class Capture extends Writable {
  text = '';
  isTTY = false;

  override _write(chunk: unknown, _encoding: BufferEncoding, next: (error?: Error) => void): void {
    this.text += String(chunk);
    next();
  }

  lines(): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const fields: Record<string, unknown> = JSON.parse(line);
        return fields;
      });
  }
}

beforeEach(() => {
  jest.replaceProperty(process, 'env', {});
});

afterEach(() => {
  jest.useRealTimers();
});

/** What a warning looks like where output is a terminal, or is not. */
const written = async (isTTY: boolean) => {
  const destination = new Capture();
  destination.isTTY = isTTY;
  const logger = createLogger({ destination });
  logger.warn('hm');
  await logger.close();
  return destination.text;
};

describe('a JSON line', () => {
  it('has the names of the log data model in this order, and the other fields as attributes', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination, now, fields: { runId: 'r1' } });
    logger.child({ component: 'redis-broker' }).warn('slow answer', { ms: 812, step: 2048 });
    expect(await logger.close()).toEqual({ lost: 0 });
    expect(destination.text).toBe(
      '{"Timestamp":"2026-01-02T12:00:00.042Z","SeverityText":"WARN","SeverityNumber":13,"Body":"slow answer",' +
        '"InstrumentationScope":{"Name":"redis-broker"},"Attributes":{"runId":"r1","ms":812,"step":2048}}\n',
    );
  });

  it('has an error with the chain of its causes', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination });
    const inner = Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
    logger.error('gave up', { error: new TypeError('no broker', { cause: inner }) });
    logger.error('odd', { error: 'just text' });
    await logger.close();
    const [first, second] = destination.lines();
    expect(first?.Attributes).toEqual({
      'exception.type': 'TypeError',
      'exception.message': 'no broker',
      'exception.stacktrace': expect.stringContaining('create-logger.test'),
      'exception.cause': {
        'exception.type': 'Error',
        'exception.code': 'ECONNREFUSED',
        'exception.message': 'connect refused',
        'exception.stacktrace': expect.any(String),
      },
    });
    expect(second?.Attributes).toEqual({ 'exception.type': 'string', 'exception.message': 'just text' });
  });

  it('has each error of an aggregate', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination });
    logger.error('gave up', { error: new AggregateError([new RangeError('a'), 'b'], 'all') });
    await logger.close();
    expect(destination.lines()[0]?.Attributes).toMatchObject({
      'exception.type': 'AggregateError',
      'exception.errors': [
        { 'exception.type': 'RangeError', 'exception.message': 'a' },
        { 'exception.type': 'string', 'exception.message': 'b' },
      ],
    });
  });

  it('keeps what JSON alone would lose, break on or make endless', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination, now });
    const loop: { name: string; self?: unknown } = { name: 'loop' };
    loop.self = loop;
    const trap = {
      get value(): never {
        throw new Error('no');
      },
    };
    const values = {
      loss: Number.NaN,
      reward: -Infinity,
      big: 2n ** 70n,
      weights: new Float32Array(1000),
      when: new Date(noon),
      url: new URL('redis://localhost:6379'),
      tags: new Set(['a', 'b']),
      names: new Map([['k', 1]]),
      causes: [new RangeError('nested')],
      run() {},
      exception: true,
      loop,
      trap,
      missing: undefined,
    };
    logger.info('all', values);
    await logger.close();
    expect(destination.lines()[0]?.Attributes).toEqual({
      loss: 'NaN',
      reward: '-Infinity',
      big: '1180591620717411303424',
      weights: '[Float32Array of 4000 bytes]',
      when: '2026-01-02T12:00:00.042Z',
      url: 'redis://localhost:6379',
      tags: ['a', 'b'],
      names: [['k', 1]],
      causes: [{ name: 'RangeError', message: 'nested', stack: expect.any(String) }],
      run: '[function run]',
      exception: true,
      loop: { name: 'loop', self: '[circular]' },
      trap: '[unreadable]',
    });
  });

  it('keeps its own time, level and message, whatever the fields say', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination, now });
    const forged: unknown = { level: 'debug', message: 'other', time: 0 };
    logger.info('mine', forged as LogFields);
    await logger.close();
    expect(destination.lines()).toMatchObject([
      { Timestamp: '2026-01-02T12:00:00.042Z', SeverityText: 'INFO', Body: 'mine' },
    ]);
  });
});

describe('a pretty line', () => {
  it('is readable, with the causes below', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination, format: 'pretty', fields: { component: 'session' } });
    const cause = Object.assign(new Error('inner'), { code: 'EPIPE', stack: 'Error: inner\n    at there' });
    const error = Object.assign(new Error('outer', { cause }), { stack: 'Error: outer\n    at here' });
    logger.info('started', { runId: 'r1', env: 'CartPole-v1', note: 'two words', step: undefined });
    logger.error('stopped', { error });
    await logger.close();
    expect(destination.text.replaceAll(/^\d\d:\d\d:\d\d\.\d{3} /gm, '')).toBe(
      [
        'info  [session] started runId=r1 env=CartPole-v1 note="two words"',
        'error [session] stopped',
        '    Error: outer',
        '        at here',
        '    caused by EPIPE: Error: inner',
        '        at there',
        '',
      ].join('\n'),
    );
  });

  it('has the id of its trace beside its fields, and an error without a stack by its name', async () => {
    const destination = new Capture();
    const trace = () => ({ traceId: 'abc' });
    const logger = createLogger({ destination, format: 'pretty', trace });
    logger.error('stopped', { runId: 'r1', error: 'just text' });
    await logger.close();
    expect(destination.text.replace(/^\S+ /, '')).toBe('error stopped runId=r1 traceId=abc\n    string: just text\n');
  });

  it('shows control characters instead of obeying them, and indents new lines', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination, format: 'pretty' });
    logger.info('a\u001B[2J\r\nb', { key: '\u0007' });
    await logger.close();
    expect(destination.text).toMatch(/info {2}a\\x1b\[2J\\x0d\n {4}b key="\\u0007"\n$/);
  });

  it('is chosen in a terminal, in colour unless NO_COLOR says no', async () => {
    const colored = await written(true);
    expect(colored.slice(colored.indexOf('\u001B[33m'))).toBe('\u001B[33mwarn \u001B[0m hm\n');
    process.env.NO_COLOR = '1';
    expect(await written(true)).toMatch(/^[\d:.]+ warn {2}hm\n$/);
    expect(await written(false)).toMatch(/^\{/);
  });
});

describe('the level', () => {
  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ] as const)('%s writes %j', async (level, expected) => {
    const destination = new Capture();
    const logger = createLogger({ destination, level });
    for (const line of ['debug', 'info', 'warn', 'error'] as const) logger[line]('x');
    await logger.close();
    expect(destination.lines().map((line) => line.SeverityText)).toEqual(expected.map((line) => line.toUpperCase()));
  });

  it('comes from CARTWHEEL_LOG_LEVEL when not given, and is info otherwise', () => {
    const destination = new Capture();
    expect(createLogger({ destination }).level).toBe('info');
    process.env.CARTWHEEL_LOG_LEVEL = '';
    expect(createLogger({ destination }).level).toBe('info');
    process.env.CARTWHEEL_LOG_LEVEL = 'debug';
    expect(createLogger({ destination }).level).toBe('debug');
    expect(createLogger({ destination, level: 'error' }).level).toBe('error');
  });

  it('that is none is refused, with its source and the known ones', () => {
    process.env.CARTWHEEL_LOG_LEVEL = 'loud';
    expect(() => createLogger({ destination: new Capture() })).toThrow(
      'expected CARTWHEEL_LOG_LEVEL to be one of debug, info, warn, error, silent, got "loud"',
    );
    expect(() => parseLogLevel('DEBUG', '--log-level')).toThrow(LoggingError);
    expect(() => parseLogLevel('DEBUG')).toThrow(
      expect.objectContaining({
        name: 'LoggingError',
        code: 'logging/unknown-level',
        message: expect.stringContaining('expected the log level to be one of'),
      }),
    );
    expect(LOG_LEVELS.map((level) => parseLogLevel(level))).toEqual(LOG_LEVELS);
  });

  it('can be set while the program runs, for children too', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination, level: 'error' });
    const child = logger.child({ component: 'a' }).child({ component: 'b' });
    child.info('before');
    logger.level = 'info';
    child.info('after');
    await logger.close();
    expect(child.level).toBe('info');
    expect(destination.lines()).toMatchObject([{ Body: 'after', InstrumentationScope: { Name: 'b' } }]);
  });

  it('is set for the whole program from any child by setLogLevel, which leaves other loggers alone', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination, level: 'info', now });
    const child = logger.child({ component: 'session' }).child({ runId: 'r1' });
    expect(setLogLevel(child, 'debug')).toBe(true);
    logger.debug('heard');
    expect(setLogLevel(silentLogger, 'debug')).toBe(false);
    expect([logger.level, silentLogger.level]).toEqual(['debug', 'silent']);
    expect(() => setLogLevel(child, 'loud' as LogLevel)).toThrow(LoggingError);
    await logger.close();
    expect(destination.lines()).toHaveLength(1);
  });
});

describe('close', () => {
  it('waits for every line, also of a slow destination, and leaves it open', async () => {
    let written = 0;
    const destination = new Writable({
      highWaterMark: 1,
      write: (_line, _encoding, next) => {
        setImmediate(() => {
          written += 1;
          next();
        });
      },
    });
    const logger = createLogger({ destination });
    for (let line = 0; line < 1000; line += 1) logger.info('line', { line });
    const closing = logger.close();
    expect(logger.close()).toBe(closing);
    expect(await closing).toEqual({ lost: 0 });
    expect(written).toBe(1000);
    expect(destination.writableEnded).toBe(false);
    expect(destination.listenerCount('error')).toBe(0);
  });

  it('writes lines of the same turn in their order, and drops what comes after', async () => {
    const destination = new Capture();
    const logger = createLogger({ destination });
    logger.info('one');
    logger.child({}).info('two');
    const closing = logger.close();
    logger.info('three');
    await closing;
    expect(destination.lines().map(({ Body }) => Body)).toEqual(['one', 'two']);
  });

  it('says how many lines a broken destination lost; logging goes on without an error', async () => {
    const destination = new Writable({ write: (_line, _encoding, next) => next(new Error('EPIPE')) });
    const logger = createLogger({ destination });
    logger.info('one');
    await new Promise((resolve) => setImmediate(resolve));
    logger.info('two');
    expect(await logger.close()).toEqual({ lost: 2 });
  });

  it('gives up after 5 s on a destination that never answers', async () => {
    jest.useFakeTimers();
    const logger = createLogger({ destination: new Writable({ write: () => {} }) });
    logger.info('stuck');
    const closing = logger.close();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await closing).toEqual({ lost: 1 });
  });

  it('has nothing to wait for in a logger that wrote nothing', async () => {
    expect(await createLogger({ destination: new Capture() }).close()).toEqual({ lost: 0 });
  });
});

it('goes to standard error by default, with nothing on standard output', async () => {
  const error = jest.spyOn(process.stderr, 'write').mockImplementation((...args: unknown[]) => {
    const done = args.at(-1);
    if (typeof done === 'function') Reflect.apply(done, undefined, []);
    return true;
  });
  const output = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const logger = createLogger({ format: 'json' });
  logger.info('hello');
  await logger.close();
  expect(error.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('"Body":"hello"')]);
  expect(output).not.toHaveBeenCalled();
});

it('has a silent logger that stays silent', () => {
  const output = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const child = silentLogger.child({ component: 'a' });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) child[level]('x');
  expect(output).not.toHaveBeenCalled();
  expect(child.level).toBe('silent');
});
