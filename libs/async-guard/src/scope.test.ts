import { describe, expect, it, jest } from '@jest/globals';
import { useFakeTime } from '../tests/fake-time.ts';
import { createErrorSink } from './error-sink.ts';
import type { FailureReport } from './failure-report.ts';
import { guard } from './guard.ts';
import { createScope } from './scope.ts';

const { reports, sink } = useFakeTime();

function deaf(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Ends a little after its signal aborts. */
function tidy(signal: AbortSignal, ended: () => void): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      setTimeout(() => {
        ended();
        resolve();
      }, 10);
    });
  });
}

describe('a scope', () => {
  it('gives the outcome of what it runs', async () => {
    await using scope = createScope({ name: 'app', sink });
    expect(await scope.spawn('answer', async () => 42)).toEqual({ ok: true, value: 42 });
    expect(scope.dump()).toEqual({ name: 'app', state: 'open', tasks: [], scopes: [] });
  });

  it('cancels what runs when it closes, and waits until it has ended', async () => {
    let ended = 0;
    const outcomes: unknown[] = [];
    const close = (async () => {
      await using scope = createScope({ name: 'app', sink });
      for (const name of ['a', 'b'])
        void scope.spawn(name, (signal) => tidy(signal, () => (ended += 1))).then((it) => outcomes.push(it));
    })();
    await jest.advanceTimersByTimeAsync(9);
    expect(outcomes).toEqual([
      expect.objectContaining({ code: 'cancelled' }),
      expect.objectContaining({ code: 'cancelled' }),
    ]);
    expect(ended).toBe(0);
    await jest.advanceTimersByTimeAsync(1);
    await close;
    expect(ended).toBe(2);
    expect(reports).toEqual([]);
  });

  it('waits no longer than its budget for a task that ignores its signal, and says so', async () => {
    const scope = createScope({ name: 'app', runId: 'r1', sink, closeBudgetMs: 100 });
    void scope.spawn('deaf', () => deaf(500));
    const close = jest.fn();
    void scope.close().then(close);
    await jest.advanceTimersByTimeAsync(99);
    expect(close).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(close).toHaveBeenCalled();
    expect(reports).toEqual([
      expect.objectContaining({ code: 'left-running', name: 'deaf', scopes: ['app'], runId: 'r1', ageMs: 100 }),
    ]);
    expect(scope.dump()).toMatchObject({
      state: 'closed',
      tasks: [{ name: 'deaf', state: 'cancelled', elapsedMs: 100 }],
    });
    await jest.advanceTimersByTimeAsync(400);
    expect(scope.dump().tasks).toEqual([]);
  });

  it('takes the budget of the call over its own', async () => {
    const scope = createScope({ name: 'app', sink });
    void scope.spawn('deaf', () => deaf(500));
    const closing = scope.close({ budgetMs: 20 });
    await jest.advanceTimersByTimeAsync(20);
    await closing;
    expect(reports.map(({ code }) => code)).toEqual(['left-running']);
    await jest.advanceTimersByTimeAsync(480);
  });

  it('starts nothing once it is closing', async () => {
    const scope = createScope({ name: 'app', sink });
    const fn = jest.fn(() => 1);
    const closing = scope.close();
    expect(await scope.spawn('late', fn)).toMatchObject({
      ok: false,
      code: 'cancelled',
      error: { message: expect.stringContaining('the scope "app" closed') },
    });
    await closing;
    expect(fn).not.toHaveBeenCalled();
    expect(reports).toEqual([]);
  });

  it('closes once, even if a listener of its signal closes it again', async () => {
    const scope = createScope({ name: 'app', sink });
    let again: Promise<void> | undefined;
    scope.signal.addEventListener('abort', () => {
      again = scope.close();
    });
    void scope.spawn('tidy', (signal) => tidy(signal, () => {}));
    const first = scope.close();
    expect(again).toBe(first);
    await jest.advanceTimersByTimeAsync(10);
    await first;
    expect(scope.close()).toBe(first);
  });

  it('follows its signal, aborted before or later, without being closed by it', async () => {
    const controller = new AbortController();
    const scope = createScope({ name: 'app', sink, signal: controller.signal });
    const outcome = scope.spawn('tidy', (signal) => tidy(signal, () => {}));
    controller.abort(new Error('Ctrl-C'));
    expect(await outcome).toMatchObject({ code: 'cancelled', error: { cause: new Error('Ctrl-C') } });
    expect(scope.signal.reason).toEqual(new Error('Ctrl-C'));
    expect(scope.dump().state).toBe('cancelled');
    const late = createScope({ name: 'late', sink, signal: controller.signal });
    expect(late.signal.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(10);
    await Promise.all([scope.close(), late.close()]);
  });

  it('takes its listener off a signal that lives on', async () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    const scopes = Array.from({ length: 20 }, () => createScope({ name: 'app', signal }));
    expect(add).toHaveBeenCalledTimes(1);
    await Promise.all(scopes.map((scope) => scope.close()));
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it('cancels a task that has just been started', async () => {
    const scope = createScope({ name: 'app', sink });
    const outcome = scope.spawn('racing', () => {
      void scope.close();
      return 1;
    });
    expect(await outcome).toMatchObject({ code: 'cancelled' });
    await scope.close();
    expect(scope.dump()).toMatchObject({ state: 'closed', tasks: [] });
  });

  it('shows what is alive', async () => {
    const scope = createScope({ name: 'app', sink });
    const inner = scope.child({ name: 'relays' });
    void scope.spawn('lease', () => deaf(100), { timeoutMs: 30 });
    await jest.advanceTimersByTimeAsync(20);
    void inner.spawn('aim', (signal) => tidy(signal, () => {}));
    await jest.advanceTimersByTimeAsync(15);
    expect(scope.dump()).toEqual({
      name: 'app',
      state: 'open',
      tasks: [{ name: 'lease', state: 'timeout', elapsedMs: 35 }],
      scopes: [
        { name: 'relays', state: 'open', tasks: [{ name: 'aim', state: 'running', elapsedMs: 15 }], scopes: [] },
      ],
    });
    const closing = scope.close();
    await jest.advanceTimersByTimeAsync(65);
    await closing;
  });
});

describe('nested scopes', () => {
  it('hand down run and sink, and name their chain', async () => {
    const outer = createScope({ name: 'session', runId: 'r1', sink });
    const inner = outer.child({ name: 'redis' }).child({ name: 'watch' });
    const read = guard(() => Promise.reject(new Error('no')), { name: 'read', scope: inner });
    await read();
    expect(reports).toEqual([
      expect.objectContaining({ name: 'read', scopes: ['session', 'redis', 'watch'], runId: 'r1' }),
    ]);
    await outer.close();
  });

  it('let a task name a run and a sink of its own', async () => {
    const own: FailureReport[] = [];
    await using scope = createScope({ name: 'app', runId: 'r1', sink });
    await scope.spawn('job', () => Promise.reject(new Error('no')), {
      runId: 'r2',
      sink: createErrorSink((report) => void own.push(report)),
    });
    expect(own.map(({ runId }) => runId)).toEqual(['r2']);
    expect(reports).toEqual([]);
  });

  it('close from the outermost in, and leave nothing behind', async () => {
    const outer = createScope({ name: 'outer', sink });
    const inner = outer.child({ name: 'inner' });
    let ended = false;
    void inner.spawn('tidy', (signal) => tidy(signal, () => (ended = true)));
    const closing = outer.close();
    expect(inner.signal.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(10);
    await closing;
    expect(ended).toBe(true);
    expect(outer.dump()).toEqual({ name: 'outer', state: 'closed', tasks: [], scopes: [] });
  });

  it('share one budget, and show a task left running until it ends', async () => {
    const outer = createScope({ name: 'outer', sink, closeBudgetMs: 50 });
    void outer.spawn('a', () => deaf(200));
    void outer.child({ name: 'inner' }).spawn('b', () => deaf(200));
    const closing = outer.close();
    await jest.advanceTimersByTimeAsync(50);
    await closing;
    expect(reports.map(({ name, scopes }) => [...scopes, name].join(' > ')).toSorted()).toEqual([
      'outer > a',
      'outer > inner > b',
    ]);
    expect(outer.dump().scopes).toMatchObject([{ name: 'inner', tasks: [{ name: 'b' }] }]);
    await jest.advanceTimersByTimeAsync(150);
    expect(outer.dump()).toMatchObject({ tasks: [], scopes: [] });
  });

  it('leave their parent when they close by themselves', async () => {
    await using outer = createScope({ name: 'outer', sink });
    for (let round = 0; round < 3; round += 1) {
      await using inner = outer.child({ name: 'inner' });
      expect(outer.dump().scopes).toHaveLength(1);
      await inner.spawn('work', () => round);
    }
    expect(outer.dump().scopes).toEqual([]);
  });

  it('are cancelled from the start in a parent that is', async () => {
    const outer = createScope({ name: 'outer', sink });
    await outer.close();
    const inner = outer.child({ name: 'inner' });
    expect(inner.signal.aborted).toBe(true);
    expect(await inner.spawn('job', () => 1)).toMatchObject({ code: 'cancelled' });
    await inner.close();
    expect(outer.dump().scopes).toEqual([]);
  });
});
