import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ExperimentState, RunEvent } from '@cartwheel/experiment-state';
import type { ExperimentBroker, RunViewer } from '../experiment-broker.ts';
import { createMemoryBroker } from '../memory/create-memory-broker.ts';
import { newCommand, newRun, publishMany, take, withTimesteps } from '../testing/broker-harness.ts';
import { connectToRun } from './connect-to-run.ts';
import { serveRun } from './serve-run.ts';
import { makeSocketFolder, socketPath } from './socket-path.ts';

const outcome = { commandId: 'c', status: 'applied', step: 1, settledAt: 2 } as const;

describe('the viewer of a run', () => {
  let broker: ExperimentBroker;
  let state: ExperimentState;
  let runId: string;
  let served: AsyncDisposable;
  let viewer: RunViewer;

  beforeEach(async () => {
    broker = createMemoryBroker();
    state = await broker.create(newRun());
    ({ runId } = state);
    served = await serveRun(broker, runId);
    viewer = await connectToRun(runId);
  });
  afterEach(async () => {
    await viewer.close();
    await served[Symbol.asyncDispose]();
    await broker.close();
  });

  it('knows that run alone', async () => {
    const other = await broker.create(newRun());
    const unknown = { code: 'broker/unknown-run' };
    await broker.sendCommand(runId, newCommand('c'));
    await broker.settleCommand(runId, outcome);
    expect(await viewer.read(other.runId)).toBeNull();
    expect(await viewer.commandOutcome(other.runId, 'c')).toBeNull();
    await expect(viewer.sendCommand(other.runId, newCommand('c'))).rejects.toMatchObject(unknown);
    await expect(viewer.settleCommand(other.runId, outcome)).rejects.toMatchObject(unknown);
    await expect(take(viewer.watch(other.runId), 1)).rejects.toMatchObject(unknown);
    expect(await broker.pendingCommands(other.runId)).toStrictEqual([]);
  });

  it('watches from a version on, or from the first', async () => {
    await publishMany(broker, state, 3);
    const versions = async (fromVersion: number | undefined, count: number): Promise<number[]> =>
      (await take(viewer.watch(runId, fromVersion === undefined ? {} : { fromVersion }), count)).map(
        ({ version }) => version,
      );
    expect(await versions(undefined, 4)).toStrictEqual([1, 2, 3, 4]);
    expect(await versions(2, 2)).toStrictEqual([3, 4]);
    expect((await take(viewer.watch(runId), 1)).map(({ version }) => version)).toStrictEqual([1]);
  });

  it('ends a watch at its signal without an error: before, between and while it waits', async () => {
    const watch = jest.spyOn(broker, 'watch');
    expect(await take(viewer.watch(runId, { signal: AbortSignal.abort() }), 1)).toStrictEqual([]);
    await viewer.read(runId);
    expect(watch).not.toHaveBeenCalled();

    const between = new AbortController();
    const seen: RunEvent[] = [];
    for await (const event of viewer.watch(runId, { signal: between.signal })) {
      seen.push(event);
      between.abort();
    }
    expect(seen).toHaveLength(1);

    const waiting = new AbortController();
    const watched = take(viewer.watch(runId, { fromVersion: 1, signal: waiting.signal }), 1);
    await viewer.read(runId);
    waiting.abort();
    expect(await watched).toStrictEqual([]);
  });

  it('lets the process that trains go of a watch that is left', async () => {
    const watch = jest.spyOn(broker, 'watch');
    await take(viewer.watch(runId), 1);
    await viewer.read(runId);
    expect(watch.mock.calls[0]?.[1]?.signal?.aborted).toBe(true);
  });

  it('hears why a watch failed', async () => {
    const watched = take(viewer.watch(runId, { fromVersion: 1 }), 1);
    await viewer.read(runId);
    await broker.delete(runId);
    await expect(watched).rejects.toMatchObject({ code: 'broker/unknown-run' });
  });

  it('keeps events that come while nobody asks for the next', async () => {
    const events = viewer.watch(runId)[Symbol.asyncIterator]();
    await events.next();
    await publishMany(broker, state, 3);
    await viewer.read(runId);
    for (const version of [2, 3, 4]) expect((await events.next()).value).toMatchObject({ version });
    await events.return?.();
  });

  it('tells at each call that the process has gone, and which run it trained', async () => {
    await served[Symbol.asyncDispose]();
    const gone = { code: 'broker/unreachable', message: `The process that trained run "${runId}" has gone.` };
    await expect(viewer.read(runId)).rejects.toMatchObject(gone);
    await expect(viewer.sendCommand(runId, newCommand('c'))).rejects.toMatchObject(gone);
    await expect(take(viewer.watch(runId), 1)).rejects.toMatchObject(gone);
  });

  it('is closed once and for all, with what waits', async () => {
    const closed = { code: 'broker/closed' };
    const watched = take(viewer.watch(runId, { fromVersion: 1 }), 1);
    const read = viewer.read(runId);
    const settled = Promise.allSettled([watched, read]);
    await viewer.close();
    await viewer.close();
    for (const each of await settled) expect(each).toMatchObject({ status: 'rejected', reason: closed });
    await expect(viewer.read(runId)).rejects.toMatchObject(closed);
    await expect(viewer.commandOutcome(runId, 'c')).rejects.toMatchObject(closed);
  });

  it('is closed at the end of an `await using`', async () => {
    {
      await using scoped = viewer;
      await scoped.read(runId);
    }
    await expect(viewer.read(runId)).rejects.toMatchObject({ code: 'broker/closed' });
  });

  it('sees a document that is published after it came', async () => {
    await broker.publish(withTimesteps(state, 5), { expectedVersion: 1 });
    expect(await viewer.read(runId)).toMatchObject({ version: 2, progress: { timesteps: 5 } });
  });
});

describe('a run that nobody answers for is unreachable', () => {
  it('where there is no socket, which is the cause', async () => {
    const { runId } = newRun();
    await expect(connectToRun(runId)).rejects.toMatchObject({
      code: 'broker/unreachable',
      message: expect.stringContaining(`No process on this machine trains run "${runId}" now`),
      cause: { code: 'ENOENT' },
    });
  });

  it('where a process accepts, but does not answer within 10 s; it is left then', async () => {
    const { runId } = newRun();
    await makeSocketFolder();
    const silent = createServer().listen(socketPath(runId));
    await once(silent, 'listening');
    const patience = new AbortController();
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
    const left = new Promise((resolve) => {
      silent.on('connection', (socket) => {
        socket.once('data', () => patience.abort());
        socket.once('close', resolve);
      });
    });
    await expect(connectToRun(runId)).rejects.toMatchObject({
      code: 'broker/unreachable',
      cause: { name: 'AbortError' },
    });
    expect(timeout).toHaveBeenCalledWith(10_000);
    await left;
    silent.close();
  });
});
