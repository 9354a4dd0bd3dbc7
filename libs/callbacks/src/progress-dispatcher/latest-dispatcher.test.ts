import { createErrorSink, createScope, type FailureReport } from '@cartwheel/async-guard';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { deferred, type Deferred } from '../../tests/fakes.ts';
import { createLatestDispatcher, type LatestDispatcher } from './latest-dispatcher.ts';

afterEach(() => {
  jest.useRealTimers();
});

describe('createLatestDispatcher', () => {
  it('writes the newest of the values that came in one turn', async () => {
    const { dispatcher, written } = setUp();
    for (const value of [1, 2, 3]) dispatcher.push(value);

    await expect(dispatcher.flush()).resolves.toBe(true);
    expect(written).toEqual([3]);
  });

  it('writes one at a time, and of what came meanwhile the newest only', async () => {
    const gates = [deferred(), deferred()];
    const started = [deferred(), deferred()];
    const { dispatcher, written } = setUp({ gates, started });

    dispatcher.push(1);
    await started[0].promise;
    dispatcher.push(2);
    dispatcher.push(3);
    await Promise.resolve();
    expect(written).toEqual([1]);
    gates[0].resolve();
    await started[1].promise;
    expect(written).toEqual([1, 3]);
    gates[1].resolve();
    await expect(dispatcher.flush()).resolves.toBe(true);
    expect(written).toEqual([1, 3]);
  });

  it('ends with the newest value written, never two writes at once, in the order of pushes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }), async (pauses) => {
        let underWay = 0;
        const written: number[] = [];
        const dispatcher = createLatestDispatcher(
          async (value: number) => {
            underWay += 1;
            expect(underWay).toBe(1);
            await Promise.resolve();
            written.push(value);
            underWay -= 1;
          },
          { name: 'state' },
        );
        for (const [value, turns] of pauses.entries()) {
          dispatcher.push(value);
          for (let i = 0; i < turns; i++) await Promise.resolve();
        }
        await dispatcher.flush();
        expect(written.at(-1)).toBe(pauses.length - 1);
        expect(written).toEqual([...new Set(written)].toSorted((a, b) => a - b));
      }),
    );
  });

  it('reports a failed write and tries the value again at the flush', async () => {
    const { dispatcher, written, reports } = setUp({ failures: 1 });
    dispatcher.push(1);

    await expect(dispatcher.flush()).resolves.toBe(true);
    expect(written).toEqual([1, 1]);
    expect(reports).toEqual([expect.objectContaining({ name: 'state', code: 'failed' })]);
  });

  it('says so when the newest value could not be written', async () => {
    const { dispatcher, reports } = setUp({ failures: 2 });
    dispatcher.push(1);

    await expect(dispatcher.flush()).resolves.toBe(false);
    expect(reports).toHaveLength(2);
    await expect(dispatcher.flush()).resolves.toBe(true);
  });

  it('goes on with the newer value after a failed write', async () => {
    const gates = [deferred()];
    const started = [deferred()];
    const { dispatcher, written } = setUp({ gates, started });
    dispatcher.push(1);
    await started[0].promise;
    dispatcher.push(2);
    gates[0].reject(new Error('gone'));

    await expect(dispatcher.flush()).resolves.toBe(true);
    expect(written).toEqual([1, 2]);
  });

  it('gives a write up after its timeout', async () => {
    jest.useFakeTimers();
    const { dispatcher, reports } = setUp({ gates: [deferred(), deferred()], timeoutMs: 100 });
    dispatcher.push(1);
    const flushed = dispatcher.flush();
    await jest.advanceTimersByTimeAsync(200);

    await expect(flushed).resolves.toBe(false);
    expect(reports.map(({ code }) => code)).toEqual(['timeout', 'timeout']);
  });

  describe('of a pace', () => {
    /** Has written 1, and lets 2 wait until it is time. */
    async function holdBack(): Promise<ReturnType<typeof setUp>> {
      jest.useFakeTimers();
      const made = setUp({ everyMs: 100 });
      for (const value of [1, 2]) {
        made.dispatcher.push(value);
        await jest.advanceTimersByTimeAsync(0);
      }
      expect(made.written).toEqual([1]);
      return made;
    }

    it('writes the first value at once and the newest of the others when it is time', async () => {
      jest.useFakeTimers();
      const { dispatcher, written } = setUp({ everyMs: 100 });
      dispatcher.push(1);
      await jest.advanceTimersByTimeAsync(30);
      expect(written).toEqual([1]);
      dispatcher.push(2);
      await jest.advanceTimersByTimeAsync(60);
      dispatcher.push(3);
      expect(written).toEqual([1]);
      await jest.advanceTimersByTimeAsync(10);
      expect(written).toEqual([1, 3]);
      await jest.advanceTimersByTimeAsync(500);
      dispatcher.push(4);
      await jest.advanceTimersByTimeAsync(0);
      expect(written).toEqual([1, 3, 4]);
    });

    it('writes at once what must not wait', async () => {
      const { dispatcher, written } = await holdBack();
      dispatcher.push(3, { atOnce: true });
      await jest.advanceTimersByTimeAsync(0);
      expect(written).toEqual([1, 3]);
      dispatcher.push(4);
      dispatcher.push(5, { atOnce: true });
      await jest.advanceTimersByTimeAsync(0);
      expect(written).toEqual([1, 3, 5]);
    });

    it('waits for nothing where it is flushed, and keeps its pace afterwards', async () => {
      const { dispatcher, written } = await holdBack();
      const flushed = dispatcher.flush();
      dispatcher.push(3);
      await expect(flushed).resolves.toBe(true);
      expect(written).toEqual([1, 3]);
      dispatcher.push(4);
      await jest.advanceTimersByTimeAsync(99);
      expect(written).toEqual([1, 3]);
      await jest.advanceTimersByTimeAsync(1);
      expect(written).toEqual([1, 3, 4]);
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  it('has nothing to flush at first', async () => {
    await expect(setUp().dispatcher.flush()).resolves.toBe(true);
  });
});

interface SetUpOptions {
  /** Write i waits for gate i. */
  gates?: Deferred[];
  /** Resolved when write i starts. */
  started?: Deferred[];
  /** So many writes fail first. */
  failures?: number;
  timeoutMs?: number;
  everyMs?: number;
}

function setUp({ gates = [], started = [], failures = 0, ...options }: SetUpOptions = {}): {
  dispatcher: LatestDispatcher<number>;
  written: number[];
  reports: FailureReport[];
} {
  const reports: FailureReport[] = [];
  const written: number[] = [];
  const scope = createScope({ name: 'test', sink: createErrorSink((report) => void reports.push(report)) });
  const dispatcher = createLatestDispatcher(
    async (value: number) => {
      const index = written.push(value) - 1;
      started[index]?.resolve();
      await gates[index]?.promise;
      if (index < failures) throw new Error('gone');
    },
    { name: 'state', scope, ...options },
  );
  return { dispatcher, written, reports };
}
