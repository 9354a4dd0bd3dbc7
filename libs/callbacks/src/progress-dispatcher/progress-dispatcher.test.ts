import { createErrorSink, createScope, type FailureReport, type Scope } from '@cartwheel/async-guard';
import type { MetricBatch, MetricPoint } from '@cartwheel/experiment-state';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { deferred } from '../../tests/fakes.ts';
import type { MetricSink } from './metric-sink.ts';
import { createProgressDispatcher } from './progress-dispatcher.ts';

const runId = 'a'.repeat(24);

afterEach(() => {
  jest.useRealTimers();
});

describe('createProgressDispatcher', () => {
  it('hands all points to every sink, in order, as batches of the run', async () => {
    const store = fakeSink();
    const live = fakeSink({ kind: 'live' });
    const dispatcher = createProgressDispatcher({ runId, sinks: [store, live] });

    expect(dispatcher.dispatch(points(1, 2))).toBeUndefined();
    await dispatcher.flush();
    expect(dispatcher.dispatch(points(3))).toBeUndefined();
    await dispatcher.flush();

    expect(store.batches).toEqual([
      { runId, points: points(1, 2) },
      { runId, points: points(3) },
    ]);
    expect(live.batches).toEqual(store.batches);
  });

  it('hands over what came in one turn, or during a write, as one batch', async () => {
    const gate = deferred();
    const sink = fakeSink({ write: () => gate.promise });
    const dispatcher = createProgressDispatcher({ runId, sinks: [sink] });

    void dispatcher.dispatch(points(1));
    void dispatcher.dispatch(points(2));
    await sink.called;
    void dispatcher.dispatch(points(3));
    void dispatcher.dispatch(points(4));
    gate.resolve();
    await dispatcher.flush();

    expect(sink.batches.map((batch) => batch.points)).toEqual([points(1, 2), points(3, 4)]);
  });

  it('keeps writes apart as a sink wishes, each with what came meanwhile, and flushes at once', async () => {
    jest.useFakeTimers();
    const sink = fakeSink({ everyMs: 50 });
    const dispatcher = createProgressDispatcher({ runId, sinks: [sink] });
    const written = (): MetricPoint[][] => sink.batches.map((batch) => [...batch.points]);

    void dispatcher.dispatch(points(1));
    await jest.advanceTimersByTimeAsync(0);
    void dispatcher.dispatch(points(2));
    await jest.advanceTimersByTimeAsync(49);
    void dispatcher.dispatch(points(3));
    expect(written()).toEqual([points(1)]);
    await jest.advanceTimersByTimeAsync(1);
    expect(written()).toEqual([points(1), points(2, 3)]);
    void dispatcher.dispatch(points(4));
    await dispatcher.flush();
    expect(written()).toEqual([points(1), points(2, 3), points(4)]);
  });

  it('keeps order and loses nothing, whatever the sizes, and never writes to a sink twice at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 20 }),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 8 }),
        async (sizes, delays, maxQueuedPoints) => {
          let writes = 0;
          let underWay = 0;
          const sink = fakeSink({
            write: async () => {
              underWay += 1;
              expect(underWay).toBe(1);
              for (let turns = delays[writes++ % delays.length]; turns > 0; turns--) await Promise.resolve();
              underWay -= 1;
            },
          });
          const dispatcher = createProgressDispatcher({ runId, sinks: [sink], maxQueuedPoints });
          const sent: MetricPoint[] = [];
          for (const size of sizes) {
            const some = points(...Array.from({ length: size }, (_, i) => sent.length + i));
            sent.push(...some);
            await dispatcher.dispatch(some);
          }
          await dispatcher.close();
          expect(sink.batches.flatMap((batch) => batch.points)).toEqual(sent);
        },
      ),
    );
  });

  it('lets a quick sink go on while another is slow', async () => {
    const gate = deferred();
    const slow = fakeSink({ write: () => gate.promise });
    const quick = fakeSink();
    const dispatcher = createProgressDispatcher({ runId, sinks: [slow, quick] });

    void dispatcher.dispatch(points(1));
    await quick.called;
    await Promise.resolve();
    expect(quick.batches).toHaveLength(1);
    expect(dispatcher.queuedPoints).toBe(1);
    gate.resolve();
    await dispatcher.flush();
    expect(dispatcher.queuedPoints).toBe(0);
  });

  it('makes training wait while a queue is full, drops nothing, and measures the wait', async () => {
    let time = 1_000;
    const gate = deferred();
    const sink = fakeSink({ write: () => gate.promise });
    const dispatcher = createProgressDispatcher({ runId, sinks: [sink], maxQueuedPoints: 2, now: () => time });

    expect(dispatcher.dispatch(points(1, 2))).toBeUndefined();
    const wait = dispatcher.dispatch(points(3));
    expect(wait).toBeInstanceOf(Promise);
    await sink.called;
    expect(dispatcher.waitedMs).toBe(0);
    time = 1_250;
    gate.resolve();
    await wait;

    expect(dispatcher.waitedMs).toBe(250);
    expect(sink.batches.flatMap((batch) => batch.points)).toEqual(points(1, 2, 3));
    expect(dispatcher.dispatch(points(4))).toBeUndefined();
    await dispatcher.flush();
  });

  it('waits for the queues that are full, not for the others, and has a clock of its own', async () => {
    const [first, second] = [deferred(), deferred()];
    const full = fakeSink({ write: () => first.promise });
    let writes = 0;
    const other = fakeSink({ write: () => (++writes === 1 ? Promise.resolve() : second.promise) });
    const dispatcher = createProgressDispatcher({ runId, sinks: [full, other], maxQueuedPoints: 2 });

    void dispatcher.dispatch(points(1));
    await other.called;
    await new Promise<void>((resolve) => void setImmediate(resolve));
    const wait = dispatcher.dispatch(points(2, 3));
    first.resolve();
    await wait;
    expect(dispatcher.waitedMs).toBeGreaterThanOrEqual(0);
    expect(dispatcher.queuedPoints).toBe(2);
    second.resolve();
    await dispatcher.close();
  });

  it('gives up the points that wait for a record sink that has failed, and takes no more for it', async () => {
    const gate = deferred();
    const { scope } = reportingScope();
    const store = fakeSink({ write: () => gate.promise });
    const dispatcher = createProgressDispatcher({ runId, sinks: [store], scope });
    void dispatcher.dispatch(points(1));
    await store.called;
    void dispatcher.dispatch(points(2, 3));
    gate.reject(new Error('disk is full'));
    await expect(dispatcher.flush()).rejects.toThrow('disk is full');
    expect(dispatcher.queuedPoints).toBe(0);
    await expect(dispatcher.dispatch(points(4))).rejects.toThrow('disk is full');

    expect(dispatcher.queuedPoints).toBe(0);
    expect(store.batches.map((batch) => batch.points)).toEqual([points(1)]);
  });

  it.each([
    ['record', 60_000],
    ['live', 5_000],
  ] as const)('gives a write of a %s sink up after %i ms', async (kind, timeoutMs) => {
    jest.useFakeTimers();
    const { scope, reports } = reportingScope();
    const write: MetricSink['write'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const dispatcher = createProgressDispatcher({ runId, sinks: [fakeSink({ kind, write })], scope });
    void dispatcher.dispatch(points(1));
    await jest.advanceTimersByTimeAsync(timeoutMs - 1);
    expect(reports).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(reports.map(({ code }) => code)).toEqual(['timeout']);
  });

  it('reports what a sink cannot close', async () => {
    const { scope, reports } = reportingScope();
    const stuck: MetricSink = {
      ...fakeSink({ name: 'page', kind: 'live' }),
      close: () => Promise.reject(new Error('stuck')),
    };
    await createProgressDispatcher({ runId, sinks: [stuck], scope }).close();

    expect(reports).toEqual([expect.objectContaining({ name: 'page close' })]);
  });

  it('rejects with the failure of a record sink, writes no more to it, and reports it once', async () => {
    const cause = new Error('disk is full');
    const { scope, reports } = reportingScope();
    const store = fakeSink({ name: 'run store', write: () => Promise.reject(cause) });
    const dispatcher = createProgressDispatcher({ runId, sinks: [store], scope });
    const failure = {
      code: 'callbacks/sink-failed',
      message: expect.stringMatching(/"run store".*disk is full/),
      cause,
    };

    expect(dispatcher.dispatch(points(1))).toBeUndefined();
    await expect(dispatcher.flush()).rejects.toMatchObject(failure);
    await expect(dispatcher.dispatch(points(2))).rejects.toMatchObject(failure);
    await expect(dispatcher.close()).rejects.toMatchObject(failure);

    expect(store.batches).toHaveLength(1);
    expect(store.closes).toBe(1);
    expect(store.flushes).toBe(0);
    expect(reports).toEqual([expect.objectContaining({ name: 'run store write', runId, error: cause })]);
  });

  it('releases a training that waits when the record sink fails', async () => {
    const gate = deferred();
    const { scope } = reportingScope();
    const store = fakeSink({ write: () => gate.promise });
    const dispatcher = createProgressDispatcher({ runId, sinks: [store], scope, maxQueuedPoints: 1 });

    const wait = dispatcher.dispatch(points(1, 2));
    gate.reject(new Error('disk is full'));

    await expect(wait).rejects.toMatchObject({ code: 'callbacks/sink-failed' });
    expect(dispatcher.queuedPoints).toBe(0);
  });

  it('takes a record sink that fails to flush for failed', async () => {
    const { scope } = reportingScope();
    const store = fakeSink({ flush: () => Promise.reject(new Error('no fsync')) });
    const dispatcher = createProgressDispatcher({ runId, sinks: [store], scope });

    await expect(dispatcher.flush()).rejects.toThrow(/its flush failed: no fsync/);
  });

  it('goes on when a live sink fails, and reports it', async () => {
    const cause = new Error('gone');
    const { scope, reports } = reportingScope();
    let attempts = 0;
    const live = fakeSink({
      name: 'page',
      kind: 'live',
      write: () => (++attempts === 1 ? Promise.reject(cause) : Promise.resolve()),
    });
    const store = fakeSink();
    const dispatcher = createProgressDispatcher({ runId, sinks: [live, store], scope });

    void dispatcher.dispatch(points(1));
    await dispatcher.flush();
    expect(dispatcher.dispatch(points(2))).toBeUndefined();
    await dispatcher.close();

    expect(reports).toEqual([expect.objectContaining({ name: 'page write', error: cause })]);
    expect(live.batches.map((batch) => batch.points)).toEqual([points(1), points(2)]);
    expect(store.batches.flatMap((batch) => batch.points)).toEqual(points(1, 2));
  });

  it('holds training up for no longer than the timeout of a live sink that hangs', async () => {
    jest.useFakeTimers();
    const { scope, reports } = reportingScope();
    let aborted = false;
    const live = fakeSink({
      kind: 'live',
      timeoutMs: 1000,
      write: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
    });
    const dispatcher = createProgressDispatcher({ runId, sinks: [live], scope, maxQueuedPoints: 1 });

    const wait = dispatcher.dispatch(points(1, 2));
    await jest.advanceTimersByTimeAsync(1000);
    await wait;

    expect(aborted).toBe(true);
    expect(reports.map(({ code }) => code)).toEqual(['timeout']);
  });

  it('flushes and closes each sink once, after its last write', async () => {
    const gate = deferred();
    const sink = fakeSink({ write: () => gate.promise });
    const dispatcher = createProgressDispatcher({ runId, sinks: [sink] });

    void dispatcher.dispatch(points(1));
    const closed = dispatcher.close();
    expect(dispatcher.close()).toBe(closed);
    await sink.called;
    expect([sink.flushes, sink.closes]).toEqual([0, 0]);
    gate.resolve();
    await closed;

    expect([sink.flushes, sink.closes]).toEqual([1, 1]);
    expect(() => dispatcher.dispatch(points(2))).toThrow(
      expect.objectContaining({
        code: 'callbacks/dispatcher-closed',
        message: expect.stringContaining(`of run ${runId} is closed`),
      }),
    );
  });

  it('works with sinks that have nothing to flush or close, and without sinks', async () => {
    const written: MetricBatch[] = [];
    const bare: MetricSink = {
      name: 'bare',
      kind: 'record',
      write: (batch) => {
        written.push(batch);
        return Promise.resolve();
      },
    };
    const dispatcher = createProgressDispatcher({ runId, sinks: [bare] });
    void dispatcher.dispatch(points(1));
    void dispatcher.dispatch([]);
    await dispatcher.close();
    expect(written).toEqual([{ runId, points: points(1) }]);

    const none = createProgressDispatcher({ runId, sinks: [] });
    expect(none.dispatch(points(1))).toBeUndefined();
    await none.close();
  });

  it.each([0, -1, 0.5, Number.NaN])('refuses a queue limit of %p', (maxQueuedPoints) => {
    expect(() => createProgressDispatcher({ runId, sinks: [], maxQueuedPoints })).toThrow(
      expect.objectContaining({
        code: 'callbacks/invalid-queue-limit',
        message: expect.stringContaining(`a positive integer; got ${maxQueuedPoints}.`),
      }),
    );
  });
});

interface FakeSink extends MetricSink {
  readonly batches: MetricBatch[];
  /** Resolves at the first write. */
  readonly called: Promise<void>;
  readonly flushes: number;
  readonly closes: number;
}

function fakeSink(overrides: Partial<MetricSink> = {}): FakeSink {
  const batches: MetricBatch[] = [];
  const first = deferred();
  let flushes = 0;
  let closes = 0;
  return {
    name: 'sink',
    kind: 'record',
    batches,
    called: first.promise,
    get flushes() {
      return flushes;
    },
    get closes() {
      return closes;
    },
    ...overrides,
    async write(batch, options) {
      batches.push(batch);
      first.resolve();
      await overrides.write?.(batch, options);
    },
    async flush(options) {
      flushes += 1;
      await overrides.flush?.(options);
    },
    close() {
      closes += 1;
      return Promise.resolve();
    },
  };
}

function reportingScope(): { scope: Scope; reports: FailureReport[] } {
  const reports: FailureReport[] = [];
  const sink = createErrorSink((report) => void reports.push(report));
  return { scope: createScope({ name: 'test', sink }), reports };
}

function points(...steps: number[]): MetricPoint[] {
  return steps.map((step) => ({ name: 'train/loss', context: {}, step, time: step, value: step / 2 }));
}
