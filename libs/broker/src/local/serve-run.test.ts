import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ExperimentState, RunEvent } from '@cartwheel/experiment-state';
import type { ExperimentBroker } from '../experiment-broker.ts';
import { createMemoryBroker } from '../memory/create-memory-broker.ts';
import { newCommand, newRun, publishMany, take, withTimesteps } from '../testing/broker-harness.ts';
import { connectToRun } from './connect-to-run.ts';
import { serveRun } from './serve-run.ts';
import { socketPath } from './socket-path.ts';

const unreachable = { code: 'broker/unreachable' };
/** More than what a socket takes that nobody reads from. */
const MUCH = 'x'.repeat(2 ** 17);
const MANY = 64;

let broker: ExperimentBroker;
let state: ExperimentState;
let runId: string;
let served: AsyncDisposable;
let errors: Error[];
const sockets: Socket[] = [];

beforeEach(async () => {
  broker = createMemoryBroker();
  state = await broker.create(newRun({ hyperparameters: { shift: [-0, Number.NaN] }, tags: ['a\u2028b'] }));
  ({ runId } = state);
  errors = [];
  served = await serveRun(broker, runId, { onError: (error) => errors.push(error) });
});

afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  await served[Symbol.asyncDispose]();
  await broker.close();
});

/** A client that says what it likes. */
async function client(): Promise<{
  socket: Socket;
  say: (message: object) => void;
  heard: () => Promise<Record<string, unknown>>;
}> {
  const socket = connect(socketPath(runId));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  sockets.push(socket);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  return {
    socket,
    say: (message) => void socket.write(`${JSON.stringify(message)}\n`),
    heard: async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>,
  };
}

/** A history of many long events; tells how many of them were taken from it. */
function longHistory(): { taken: () => number; signal: () => AbortSignal | undefined } {
  let taken = 0;
  let signal: AbortSignal | undefined;
  jest.spyOn(broker, 'watch').mockImplementation(async function* (_, options): AsyncGenerator<RunEvent, void> {
    signal = options?.signal;
    for (taken = 1; taken <= MANY; taken += 1) {
      yield { type: 'state', version: taken, state: { ...state, version: taken, experiment: MUCH } };
    }
  });
  return { taken: () => taken, signal: () => signal };
}

/** Until nothing more is written to a client. */
async function untilStill(count: () => number): Promise<number> {
  for (let last = -1; ;) {
    const now = count();
    if (now === last) return now;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a run that its own process serves on this machine', () => {
  it('is read, watched and steered by others as in any broker', async () => {
    await using viewer = await connectToRun(runId);
    expect(await viewer.read(runId)).toStrictEqual(state);
    const watched = take(viewer.watch(runId), 103);
    await publishMany(broker, state, 100);
    await viewer.sendCommand(runId, newCommand('c'));
    expect(await broker.pendingCommands(runId)).toStrictEqual([newCommand('c')]);
    const outcome = { commandId: 'c', status: 'applied', step: 1, settledAt: 2 } as const;
    expect(await viewer.commandOutcome(runId, 'c')).toBeNull();
    await broker.settleCommand(runId, outcome);
    expect(await viewer.commandOutcome(runId, 'c')).toStrictEqual(outcome);
    expect(await viewer.settleCommand(runId, { ...outcome, status: 'expired' })).toStrictEqual(outcome);
    expect(await watched).toStrictEqual(await take(broker.watch(runId), 103));
    expect(errors).toStrictEqual([]);
  });

  it('can be spoken to by its own user alone', async () => {
    const folder = await stat(new URL('.', `file://${socketPath(runId)}`));
    expect(folder.mode & 0o077).toBe(0);
  });

  it('reads as null when it was deleted', async () => {
    await using viewer = await connectToRun(runId);
    await broker.delete(runId);
    expect(await viewer.read(runId)).toBeNull();
  });

  it('is not served twice, and the first goes on', async () => {
    await expect(serveRun(broker, runId)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await using viewer = await connectToRun(runId);
    expect(await viewer.read(runId)).toStrictEqual(state);
  });

  it('is served where something else lies in its place', async () => {
    await served[Symbol.asyncDispose]();
    await writeFile(socketPath(runId), 'no socket');
    await expect(connectToRun(runId)).rejects.toMatchObject(unreachable);
    served = await serveRun(broker, runId);
    await using viewer = await connectToRun(runId);
    expect(await viewer.read(runId)).toStrictEqual(state);
  });

  it('is there no longer when it is no longer served', async () => {
    await served[Symbol.asyncDispose]();
    await expect(stat(socketPath(runId))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(connectToRun(runId)).rejects.toMatchObject(unreachable);
  });
});

describe('whoever asks hears', () => {
  it('what went wrong, with its code', async () => {
    const { say, heard } = await client();
    const outcome = { commandId: 'x', status: 'expired', step: 0, settledAt: 1 };
    say({ id: 7, method: 'settle-command', outcome: JSON.stringify(outcome) });
    const message = expect.stringContaining('"x"');
    expect(await heard()).toStrictEqual({ id: 7, error: { code: 'broker/unknown-command', message } });
    expect(errors).toStrictEqual([]);
  });

  it.each([
    [new Error('no code'), 'no code'],
    ['a text', 'a text'],
  ])('of what has no code: %s', async (thrown, message) => {
    jest.spyOn(broker, 'read').mockRejectedValue(thrown);
    const { say, heard } = await client();
    say({ id: 7, method: 'read' });
    expect(await heard()).toStrictEqual({ id: 7, error: { code: 'broker/refused', message } });
  });

  it('that a watch failed', async () => {
    const { say, heard } = await client();
    say({ id: 7, method: 'watch', fromVersion: 1 });
    say({ id: 8, method: 'read' });
    await heard();
    await broker.delete(runId);
    expect(await heard()).toMatchObject({ id: 7, error: { code: 'broker/unknown-run' } });
  });

  it('no more of a watch that it cancelled than its end', async () => {
    const { say, heard } = await client();
    say({ id: 7, method: 'watch', fromVersion: 0 });
    expect(await heard()).toMatchObject({ id: 7, event: expect.any(String) });
    say({ id: 9, method: 'cancel' });
    say({ id: 7, method: 'cancel' });
    expect(await heard()).toStrictEqual({ id: 7, value: null });
    await broker.publish(withTimesteps(state, 1), { expectedVersion: 1 });
    say({ id: 8, method: 'read' });
    expect(await heard()).toMatchObject({ id: 8, value: expect.any(String) });
  });
});

describe('a client', () => {
  it.each(['nonsense', '{"id":1}', '{"id":1,"method":"delete"}', '{"id":1,"method":"watch","fromVersion":-1}'])(
    'that sends what is no question is left, and told of: %s',
    async (line) => {
      const { socket } = await client();
      const closed = once(socket, 'close');
      socket.write(`${line}\n`);
      await closed;
      expect(errors).toHaveLength(1);
    },
  );

  it('that nobody wants to hear of harms nobody', async () => {
    await served[Symbol.asyncDispose]();
    served = await serveRun(broker, runId);
    const { socket } = await client();
    const closed = once(socket, 'close');
    socket.write('nonsense\n');
    await closed;
    await using viewer = await connectToRun(runId);
    expect(await viewer.read(runId)).toStrictEqual(state);
  });

  it('that goes ends its watches', async () => {
    const watch = jest.spyOn(broker, 'watch');
    const { socket, say, heard } = await client();
    say({ id: 7, method: 'watch', fromVersion: 0 });
    await heard();
    const signal = watch.mock.calls[0]?.[1]?.signal;
    expect(signal?.aborted).toBe(false);
    const aborted = once(signal as AbortSignal, 'abort');
    socket.destroy();
    await aborted;
  });

  it('that breaks off before it has read all is told of', async () => {
    const { taken } = longHistory();
    const { socket, say } = await client();
    socket.pause();
    say({ id: 7, method: 'watch', fromVersion: 0 });
    await untilStill(taken);
    socket.destroy();
    await untilStill(() => errors.length);
    expect(errors).toStrictEqual([expect.objectContaining({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) })]);
  });

  it('that reads slowly makes only itself wait', async () => {
    const { taken } = longHistory();
    const { socket, say } = await client();
    socket.pause();
    say({ id: 7, method: 'watch', fromVersion: 0 });
    expect(await untilStill(taken)).toBeLessThan(MANY);
    await using viewer = await connectToRun(runId);
    expect(await viewer.read(runId)).toStrictEqual(state);
  });
});

describe('the end of a served run', () => {
  it('comes to those who watch after all that has happened', async () => {
    longHistory();
    await using viewer = await connectToRun(runId);
    const versions: number[] = [];
    const watched = (async () => {
      for await (const { version } of viewer.watch(runId)) versions.push(version);
    })();
    await viewer.read(runId);
    await served[Symbol.asyncDispose]();
    await watched;
    expect(versions).toStrictEqual(Array.from({ length: MANY }, (_, index) => index + 1));
    await expect(viewer.read(runId)).rejects.toMatchObject(unreachable);
  });

  it('waits 5 s for a client that does not read, and no longer', async () => {
    const { taken } = longHistory();
    const patience = new AbortController();
    const { socket, say } = await client();
    const closed = once(socket, 'close');
    socket.pause();
    say({ id: 7, method: 'watch', fromVersion: 0 });
    await untilStill(taken);
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
    const ended = Promise.resolve(served[Symbol.asyncDispose]());
    const still = new Promise((resolve) => setTimeout(resolve, 100, 'waits'));
    expect(await Promise.race([ended, still])).toBe('waits');
    expect(timeout.mock.calls).toStrictEqual([[5_000]]);
    patience.abort();
    await ended;
    socket.resume();
    await closed;
  });
});
