import { describe, expect, it } from '@jest/globals';
import type { ExperimentState, RunEvent } from '@cartwheel/experiment-state';
import {
  acceptedVersion,
  newCommand,
  newRun,
  publishMany,
  take,
  withTimesteps,
  type BrokerUnderTest,
} from './broker-harness.ts';

/** Far past any way of rounding a limit up to whole blocks. */
const BLOCKS = 30;

export function testWatch(underTest: BrokerUnderTest, historyLimit: number): void {
  describe('watch', () => {
    it('gives all events from the first on, in order and without gap, while they come', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const watched = take(broker.watch(state.runId), 8);
      await publishMany(broker, state, 7);
      const events = await watched;
      expect(events.map(({ version }) => version)).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(events.map(timestepsOf)).toStrictEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    it('gives a late joiner what is kept, and then what comes', async () => {
      const { broker } = underTest();
      const state = await publishMany(broker, await broker.create(newRun()), 3);
      const watched = take(broker.watch(state.runId), 5);
      await broker.publish(withTimesteps(state, 9), { expectedVersion: state.version });
      expect((await watched).map(timestepsOf)).toStrictEqual([0, 1, 2, 3, 9]);
    });

    it('goes on from any version', async () => {
      const { broker } = underTest();
      const state = await publishMany(broker, await broker.create(newRun()), 4);
      for (const fromVersion of [1, 2, 3, 4]) {
        const events = await take(broker.watch(state.runId, { fromVersion }), 5 - fromVersion);
        expect(events.map(({ version }) => version)).toStrictEqual([2, 3, 4, 5].slice(fromVersion - 1));
      }
    });

    it('numbers commands and outcomes with the documents', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const outcome = { commandId: 'c', status: 'applied', step: 0, settledAt: 3 } as const;
      await broker.sendCommand(state.runId, newCommand('c'));
      await broker.settleCommand(state.runId, outcome);
      const version = acceptedVersion(await broker.publish(state, { expectedVersion: 1 }));
      expect(version).toBe(4);
      expect(await take(broker.watch(state.runId, { fromVersion: 1 }), 3)).toStrictEqual([
        { type: 'command', version: 2, command: newCommand('c') },
        { type: 'command-outcome', version: 3, outcome },
        { type: 'state', version: 4, state: { ...state, version: 4 }, patch: expect.anything() },
      ]);
    });

    it('tells how each document came of the one before, in JSON Patch', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun({ tags: ['a'] }));
      await broker.publish({ ...withTimesteps(state, 7), tags: [] }, { expectedVersion: 1 });
      const [, changed] = await take(broker.watch(state.runId), 2);
      expect(changed).toMatchObject({ type: 'state', version: 2, patch: { from: 1 } });
      const { operations } = changed?.type === 'state' ? (changed.patch ?? { operations: [] }) : { operations: [] };
      expect(operations.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toStrictEqual([
        { op: 'replace', path: '/progress', value: { ...state.progress, timesteps: 7 } },
        { op: 'remove', path: '/tags/0' },
        { op: 'replace', path: '/version', value: 2 },
      ]);
    });

    it.each(['plain', 'Ünïcode \u{1f680}'])(
      'gives each document as it was published, of metrics of many kinds: %s',
      async (word) => {
        const { broker } = underTest();
        const metric = (name: string, value: number) => ({ name, context: { word }, value, step: 1, time: 1.5 });
        const [a, b, c] = [metric('a/~b', 0.1), metric(word, 2), metric('c', Number.NaN)];
        const changes: Partial<ExperimentState>[] = [
          { metrics: { a, b, c } },
          { metrics: { a, b: metric('b', 3), c } },
          { metrics: { a, c }, tags: [word] },
          { metrics: { a, c, d: b }, error: { code: 'c', message: word, causes: [{ code: word, message: '' }] } },
          { metrics: {}, hyperparameters: { [word]: [1, { x: word }] } },
        ];
        let state = await broker.create(newRun({ experiment: word }));
        const published = [state];
        for (const change of changes) {
          const next = { ...state, ...change };
          state = { ...next, version: acceptedVersion(await broker.publish(next, { expectedVersion: state.version })) };
          published.push(state);
        }
        const events = await take(broker.watch(state.runId), published.length);
        expect(events.map((event) => ('state' in event ? event.state : event))).toStrictEqual(published);
        expect(await broker.read(state.runId)).toStrictEqual(state);
      },
    );

    it('keeps a whole document now and then', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      await publishMany(broker, state, 13);
      const events = await take(broker.watch(state.runId), 14);
      const whole = events.filter((event) => event.type === 'state' && event.patch === undefined);
      expect(whole.map(({ version }) => version)).toStrictEqual([1, 6, 11]);
    });

    it('gives many watchers the same', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const watchers = Array.from({ length: 5 }, () => take(broker.watch(state.runId), 4));
      await publishMany(broker, state, 3);
      const [first, ...others] = await Promise.all(watchers);
      for (const other of others) expect(other).toStrictEqual(first);
    });

    it('gives one snapshot for what was trimmed, and every event after it', async () => {
      const { broker } = underTest();
      const state = await publishMany(broker, await broker.create(newRun()), BLOCKS * historyLimit);
      const watcher = broker.watch(state.runId, { fromVersion: 1 })[Symbol.asyncIterator]();
      const { version } = state;
      expect((await watcher.next()).value).toStrictEqual({ type: 'snapshot', version, state });

      await publishMany(broker, state, 3);
      for (const step of [1, 2, 3]) {
        expect((await watcher.next()).value).toMatchObject({ type: 'state', version: version + step });
      }
      await watcher.return?.();
    });

    it('gives a watcher that lost its place one snapshot', async () => {
      const { broker } = underTest();
      const state = await broker.create(newRun());
      const [event] = await take(broker.watch(state.runId, { fromVersion: 1000 }), 1);
      expect(event).toStrictEqual({ type: 'snapshot', version: 1, state });
    });

    it('keeps at least the newest events', async () => {
      const { broker } = underTest();
      const state = await publishMany(broker, await broker.create(newRun()), BLOCKS * historyLimit);
      const fromVersion = state.version - historyLimit;
      const events = await take(broker.watch(state.runId, { fromVersion }), historyLimit);
      expect(events.map(({ version }) => version - fromVersion)).toStrictEqual(
        Array.from({ length: historyLimit }, (_, index) => index + 1),
      );
    });

    it('ends without an error when its signal aborts: before, between and while it waits', async () => {
      const { broker } = underTest();
      const { runId } = await broker.create(newRun());
      expect(await collect(broker.watch(runId, { signal: AbortSignal.abort() }))).toStrictEqual([]);

      const between = new AbortController();
      const events: RunEvent[] = [];
      for await (const event of broker.watch(runId, { signal: between.signal })) {
        events.push(event);
        between.abort();
      }
      expect(events).toHaveLength(1);

      const waiting = new AbortController();
      const watched = collect(broker.watch(runId, { fromVersion: 1, signal: waiting.signal }));
      await broker.read(runId);
      waiting.abort();
      expect(await watched).toStrictEqual([]);
    });

    it('throws for an unknown run', async () => {
      const watched = take(underTest().broker.watch(newRun().runId), 1);
      await expect(watched).rejects.toMatchObject({ code: 'broker/unknown-run' });
    });
  });
}

function timestepsOf(event: RunEvent): number | undefined {
  return 'state' in event ? event.state.progress.timesteps : undefined;
}

function collect(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  return take(events, Infinity);
}
