import { describe, expect, it } from '@jest/globals';
import { newCommand, newRun, publishMany, take, withTimesteps } from '../testing/broker-harness.ts';
import { testExperimentBroker } from '../testing/index.ts';
import { createMemoryBroker } from './create-memory-broker.ts';

describe('the memory broker', () => {
  testExperimentBroker(async (options) => {
    let time = 1_750_000_000_000;
    return {
      broker: createMemoryBroker({ ...options, now: () => time }),
      hasFakeClock: true,
      elapse: async (ms) => {
        time += ms;
      },
    };
  });

  it('leaves nothing on the signal of a watch that ended', async () => {
    await using broker = createMemoryBroker();
    const { runId } = await broker.create(newRun());
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await take(broker.watch(runId, { signal }), 1);
    const unknown = take(broker.watch(newRun().runId, { signal }), 1);
    await expect(unknown).rejects.toMatchObject({ code: 'broker/unknown-run' });
    expect(listeners).toBe(0);
  });

  it('does not make writers wait for a watcher that stands still', async () => {
    await using broker = createMemoryBroker({ historyLimit: 100 });
    const state = await broker.create(newRun());
    const watcher = broker.watch(state.runId)[Symbol.asyncIterator]();
    expect((await watcher.next()).value).toMatchObject({ type: 'state', version: 1 });
    await publishMany(broker, state, 1000);
    expect((await watcher.next()).value).toMatchObject({ type: 'snapshot', version: 1001 });
    await watcher.return?.();
  });

  it('keeps 2,000 events and a whole document among 50 where nothing else is wanted', async () => {
    await using broker = createMemoryBroker();
    const state = await publishMany(broker, await broker.create(newRun()), 2700);
    const fromVersion = state.version - 2000;
    const events = await take(broker.watch(state.runId, { fromVersion }), 2000);
    expect(events.map(({ version }) => version - fromVersion)).toStrictEqual(
      Array.from({ length: 2000 }, (_, index) => index + 1),
    );
    const whole = events.filter((event) => event.type === 'state' && event.patch === undefined);
    expect(whole.map(({ version }) => version % 50)).toStrictEqual(Array.from({ length: 40 }, () => 1));
    const [first] = await take(broker.watch(state.runId, { fromVersion: 1 }), 1);
    expect(first).toMatchObject({ type: 'snapshot', version: state.version });
  });

  it('goes by the clock of the machine where none is given', async () => {
    await using broker = createMemoryBroker();
    const { runId } = await broker.create(newRun());
    const from = Date.now();
    const { lease } = await broker.acquireLease(runId, { owner: 'a', ttlMs: 1000 });
    expect(lease.expiresAt).toBeGreaterThanOrEqual(from + 1000);
    expect(lease.expiresAt).toBeLessThanOrEqual(Date.now() + 1000);
  });

  it('takes a lease as run out from the moment on at which it expires', async () => {
    let time = 1000;
    await using broker = createMemoryBroker({ now: () => time });
    const state = await broker.create(newRun({ status: 'running' }));
    const { runId } = state;
    const { lease } = await broker.acquireLease(runId, { owner: 'a', ttlMs: 50 });
    expect(lease.expiresAt).toBe(1050);
    time = 1049;
    expect((await broker.acquireLease(runId, { owner: 'b', ttlMs: 1 })).status).toBe('held');
    await expect(broker.delete(runId)).rejects.toMatchObject({ code: 'broker/run-held' });
    expect((await broker.read(runId))?.status).toBe('running');
    time = 1050;
    expect((await broker.read(runId))?.status).toBe('lost');
    const renewed = await broker.renewLease(lease, { ttlMs: 10 });
    expect(renewed).toStrictEqual({ status: 'renewed', lease: { ...lease, expiresAt: 1060 } });
    time = 1060;
    const taken = await broker.acquireLease(runId, { owner: 'b', ttlMs: 5 });
    expect(taken).toStrictEqual({
      status: 'acquired',
      lease: { runId, owner: 'b', epoch: lease.epoch + 1, expiresAt: 1065 },
    });
    time = 1065;
    expect(await broker.delete(runId)).toBe(true);
  });

  it('knows the last 1,000 requests, and as many outcomes as events', async () => {
    await using broker = createMemoryBroker({ historyLimit: 2 });
    const state = await broker.create(newRun());
    const requests = Array.from({ length: 1001 }, (_, index) => ({
      requestId: `${index}`,
      expectedVersion: index + 1,
    }));
    for (const request of requests) await broker.publish(state, request);
    const [first, second] = requests;
    expect(await broker.publish(state, { ...second, expectedVersion: 1 })).toStrictEqual({
      status: 'accepted',
      version: 3,
    });
    expect((await broker.publish(state, { ...first, expectedVersion: 1 })).status).toBe('conflict');

    for (const commandId of ['a', 'b', 'c']) {
      await broker.sendCommand(state.runId, newCommand(commandId));
      await broker.settleCommand(state.runId, { commandId, status: 'applied', step: 1, settledAt: 1 });
    }
    const outcomes = ['a', 'b', 'c'].map((commandId) => broker.commandOutcome(state.runId, commandId));
    expect((await Promise.all(outcomes)).map((outcome) => outcome?.commandId)).toStrictEqual([undefined, 'b', 'c']);
  });

  it('gives a watcher from the midst of patches the documents that they lead to', async () => {
    await using broker = createMemoryBroker({ snapshotEvery: 1000 });
    const first = await broker.create(newRun());
    await broker.sendCommand(first.runId, newCommand('c'));
    const state = await publishMany(broker, first, 250);
    for (const fromVersion of [1, 2, 101, 250]) {
      const events = await take(broker.watch(state.runId, { fromVersion }), state.version - fromVersion);
      const timesteps = events.map((event) => ('state' in event ? event.state.progress.timesteps : undefined));
      expect(timesteps).toStrictEqual(events.map(({ version }) => (version === 2 ? undefined : version - 2)));
    }
  });

  it('gives a watcher from any version all that came since, or a snapshot where that is no longer kept', async () => {
    await using broker = createMemoryBroker({ historyLimit: 10, snapshotEvery: 5 });
    let state = await broker.create(newRun());
    for (let published = 0; published < 20; published += 1) {
      state = await publishMany(broker, state, 1 + (published % 2));
      for (let fromVersion = 0; fromVersion < state.version; fromVersion += 1) {
        const [event] = await take(broker.watch(state.runId, { fromVersion }), 1);
        const isKept = event?.version === fromVersion + 1;
        expect(isKept || fromVersion < state.version - 10).toBe(true);
        expect(event).toMatchObject(
          isKept
            ? { type: 'state', state: { version: fromVersion + 1 } }
            : { type: 'snapshot', version: state.version, state },
        );
      }
    }
  });

  it('gives a writer that is far behind 100 of the events that it missed', async () => {
    await using broker = createMemoryBroker();
    const state = await broker.create(newRun());
    await publishMany(broker, state, 150);
    const late = await broker.publish(state, { expectedVersion: 1 });
    const versions = late.status === 'conflict' ? late.missed.map(({ version }) => version) : [];
    expect(versions).toStrictEqual(Array.from({ length: 100 }, (_, index) => index + 2));
  });

  it('has the points of a batch once that is published again at once', async () => {
    await using broker = createMemoryBroker();
    const { runId } = await broker.create(newRun());
    const point = { name: 'loss', context: {}, step: 1, time: 1, value: 1 };
    const batch = { epoch: 0, after: 0, position: 4, points: [point] };
    await broker.publishPoints(runId, batch);
    expect(await broker.publishPoints(runId, batch)).toStrictEqual({ status: 'accepted', position: 4 });
    expect(await broker.readPoints(runId)).toStrictEqual({ points: [point], position: 4, complete: true });
  });

  it('says up to where an unknown run has points: up to where it is asked from', async () => {
    await using broker = createMemoryBroker();
    const window = { points: [], position: 3, complete: true };
    expect(await broker.readPoints(newRun().runId, { after: 3 })).toStrictEqual(window);
  });

  it('throws at every call once it is closed', async () => {
    const broker = createMemoryBroker();
    const state = await broker.create(newRun());
    const { runId } = state;
    const { lease } = await broker.acquireLease(runId, { owner: 'a', ttlMs: 1000 });
    await broker.close();
    const outcome = { commandId: 'c', status: 'applied', step: 1, settledAt: 1 } as const;
    const options = { ttlMs: 1000, onLost: () => undefined, onError: () => undefined };
    const calls: (() => unknown)[] = [
      () => broker.create(newRun()),
      () => broker.publish(withTimesteps(state, 1), { expectedVersion: 1 }),
      () => broker.read(runId),
      () => broker.list(),
      () => broker.delete(runId),
      () => broker.watch(runId),
      () => broker.sendCommand(runId, newCommand('c')),
      () => broker.pendingCommands(runId),
      () => broker.watchCommands(runId),
      () => broker.settleCommand(runId, outcome),
      () => broker.commandOutcome(runId, 'c'),
      () => broker.publishPoints(runId, { epoch: 0, after: 0, position: 1, points: [] }),
      () => broker.readPoints(runId),
      () => broker.acquireLease(runId, { owner: 'a', ttlMs: 1 }),
      () => broker.renewLease(lease, { ttlMs: 1 }),
      () => broker.keepLease(lease, options),
      () => broker.releaseLease(lease),
    ];
    for (const call of calls) {
      await expect((async () => call())()).rejects.toMatchObject({ code: 'broker/closed' });
    }
  });
});
