import { describe, expect, it, jest } from '@jest/globals';
import { createErrorSink } from './error-sink.ts';
import { shutDownOnSignals } from './node/index.ts';
import { createShutdown, SHUTDOWN_PHASES } from './shutdown.ts';

describe('a shutdown', () => {
  it('goes through its phases in their order, whatever the order of adding', async () => {
    const order: string[] = [];
    const shutdown = createShutdown();
    for (const phase of SHUTDOWN_PHASES.toReversed()) {
      shutdown.add(phase, phase, async () => {
        await Promise.resolve();
        order.push(phase);
      });
    }

    const steps = await shutdown.run('test');

    expect(order).toEqual(['stop-intake', 'drain', 'flush', 'close', 'logs']);
    expect(steps.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(shutdown.signal.reason).toMatchObject({ code: 'async-guard/shutdown', message: 'test' });
  });

  it('goes on past a step that fails and one that takes too long, and reports both', async () => {
    const names: string[] = [];
    const sink = createErrorSink(({ name, code }) => void names.push(`${name} ${code}`));
    const shutdown = createShutdown({ sink, budgetsMs: { drain: 5 } });
    shutdown.add('drain', 'queue', () => new Promise(() => {}));
    shutdown.add('flush', 'store', () => Promise.reject(new Error('disk full')));
    const last = jest.fn<() => void>();
    shutdown.add('logs', 'logs', last);

    await shutdown.run('test');

    expect(names).toEqual(['drain: queue timeout', 'flush: store failed']);
    expect(last).toHaveBeenCalledTimes(1);
  });

  it('runs once, leaves out what was taken back, and takes nothing new', async () => {
    const taken = jest.fn<() => void>();
    const shutdown = createShutdown();
    shutdown.add('close', 'taken back', taken)();
    shutdown.signal.addEventListener('abort', () => void shutdown.run('again'));

    const first = shutdown.run('test');
    expect(shutdown.run('second')).toBe(first);
    expect(await first).toEqual([]);
    expect(taken).not.toHaveBeenCalled();
    expect(() => shutdown.add('close', 'late', () => {})).toThrow(
      expect.objectContaining({ code: 'async-guard/shutting-down' }),
    );
  });
});

describe('shutDownOnSignals', () => {
  function fakeHost() {
    const handlers = new Map<string, () => void>();
    const host = {
      on: (signal: string, handler: () => void) => handlers.set(signal, handler),
      off: (signal: string) => handlers.delete(signal),
      exit: jest.fn<(code: number) => void>(),
    };
    return { handlers, host };
  }

  it('begins with the first signal, exits with the second, and takes its handlers off', async () => {
    const { handlers, host } = fakeHost();
    const shutdown = createShutdown();
    const onShutdown = jest.fn<(signal: string) => void>();
    const registration = shutDownOnSignals(shutdown, { host, onShutdown });

    handlers.get('SIGTERM')?.();
    expect(onShutdown).toHaveBeenCalledWith('SIGTERM');
    expect(shutdown.signal.aborted).toBe(true);
    expect(host.exit).not.toHaveBeenCalled();
    handlers.get('SIGINT')?.();
    expect(host.exit).toHaveBeenCalledWith(130);
    await shutdown.run('');

    registration[Symbol.dispose]();
    expect(handlers.size).toBe(0);
  });

  it('tells which signal it was, heeds the signals and the exit code that it is given, and needs no listener', async () => {
    const { handlers, host } = fakeHost();
    const shutdown = createShutdown();
    shutDownOnSignals(shutdown, { host, signals: ['SIGHUP'], exitCode: 7 });
    expect([...handlers.keys()]).toEqual(['SIGHUP']);
    handlers.get('SIGHUP')?.();
    expect(shutdown.signal.reason).toMatchObject({ message: 'got SIGHUP' });
    handlers.get('SIGHUP')?.();
    expect(host.exit).toHaveBeenCalledWith(7);
    await shutdown.run('');
  });

  it('listens to the process itself, to SIGINT and SIGTERM, unless told otherwise', () => {
    const on = jest.spyOn(process, 'on').mockReturnThis();
    const off = jest.spyOn(process, 'off').mockReturnThis();
    const registration = shutDownOnSignals(createShutdown());
    expect(on.mock.calls.map(([signal]) => signal)).toEqual(['SIGINT', 'SIGTERM']);
    registration[Symbol.dispose]();
    expect(off.mock.calls).toEqual(on.mock.calls);
  });
});
