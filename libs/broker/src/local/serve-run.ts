import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { commandCodec, commandOutcomeCodec, encodeState, runEventCodec } from '@cartwheel/experiment-state';
import type { ExperimentBroker } from '../experiment-broker.ts';
import { connectToRun } from './connect-to-run.ts';
import { linesOf, request, writeLine, type LocalRequest } from './messages.ts';
import { makeSocketFolder, socketPath } from './socket-path.ts';

/** A watch that has more to tell writes again within this. */
const CATCH_UP_MS = 20;
/** How long a client may take to read the rest. */
const LEAVE_MS = 5_000;

/** What `serveRun` takes besides the run. */
export interface ServeRunOptions {
  /** Hears of clients that broke off or sent nonsense. Default: nobody. */
  onError?: (error: Error) => void;
}

/**
 * Lets other processes of this user on this machine watch and steer a run that a broker of this process holds. Disposed,
 * those who watch get what has happened until then, and the socket is gone.
 *
 * Throws `broker/refused` where the folder of the sockets is somebody else's.
 */
export async function serveRun(
  broker: ExperimentBroker,
  runId: string,
  { onError = () => undefined }: ServeRunOptions = {},
): Promise<AsyncDisposable> {
  await makeSocketFolder();
  const path = socketPath(runId);
  if (!(await isServed(runId))) await rm(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', onError);
    socket.once('close', () => sockets.delete(socket));
    serveClient(broker, runId, socket).catch((error: unknown) => {
      socket.destroy();
      if (error instanceof Error) onError(error);
    });
  });
  await listen(server, path);
  // It must not keep alive a process that has nothing else to do.
  server.unref();
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      await Promise.all([...sockets].map(takeLeave));
      await closed;
    },
  };
}

/** Who watches sees the end of the run: what is on its way to them gets there, unless they do not take it. */
async function takeLeave(socket: Socket): Promise<void> {
  const signal = AbortSignal.timeout(LEAVE_MS);
  let written: number;
  do {
    written = socket.bytesWritten;
    await delay(CATCH_UP_MS);
  } while ((socket.writableLength > 0 || socket.bytesWritten > written) && !socket.destroyed && !signal.aborted);
  socket.end();
  try {
    await finished(socket, { signal });
  } catch {
    // It stands still, or went without a word.
    socket.destroy();
  }
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
}

/** A socket that nobody answers at is what a killed process left behind. */
async function isServed(runId: string): Promise<boolean> {
  try {
    const viewer = await connectToRun(runId);
    await viewer.close();
    return true;
  } catch {
    return false;
  }
}

async function serveClient(broker: ExperimentBroker, runId: string, socket: Socket): Promise<void> {
  const watches = new Map<number, AbortController>();
  socket.once('close', () => watches.forEach((watch) => watch.abort()));
  for await (const line of linesOf(socket)) {
    const asked = request.parse(JSON.parse(line));
    if (asked.method === 'cancel') {
      watches.get(asked.id)?.abort();
      watches.delete(asked.id);
    } else if (asked.method === 'watch') {
      const watch = new AbortController();
      watches.set(asked.id, watch);
      // quality-ignore unguarded -- answer sends its failure to who asked
      void answer(socket, asked.id, () => sendEvents(broker, runId, socket, asked, watch.signal));
    } else {
      // quality-ignore unguarded -- answer sends its failure to who asked
      void answer(socket, asked.id, () => valueOf(broker, runId, asked));
    }
  }
}

async function answer(socket: Socket, id: number, ask: () => Promise<string | null>): Promise<void> {
  try {
    writeLine(socket, { id, value: await ask() });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'broker/refused';
    writeLine(socket, { id, error: { code, message: error instanceof Error ? error.message : String(error) } });
  }
}

async function valueOf(
  broker: ExperimentBroker,
  runId: string,
  asked: Exclude<LocalRequest, { method: 'watch' | 'cancel' }>,
): Promise<string | null> {
  if (asked.method === 'read') {
    const state = await broker.read(runId);
    return state && encodeState(state);
  }
  if (asked.method === 'send-command') {
    await broker.sendCommand(runId, commandCodec.decode(asked.command));
    return null;
  }
  if (asked.method === 'settle-command') {
    return commandOutcomeCodec.encode(await broker.settleCommand(runId, commandOutcomeCodec.decode(asked.outcome)));
  }
  const outcome = await broker.commandOutcome(runId, asked.commandId);
  return outcome && commandOutcomeCodec.encode(outcome);
}

/** One after another: a client that reads slowly makes only itself wait. */
async function sendEvents(
  broker: ExperimentBroker,
  runId: string,
  socket: Socket,
  { id, fromVersion }: { id: number; fromVersion: number },
  signal: AbortSignal,
): Promise<null> {
  for await (const event of broker.watch(runId, { fromVersion, signal })) {
    const isTaken = writeLine(socket, { id, event: runEventCodec.encode(event) });
    if (!isTaken) await once(socket, 'drain', { signal });
  }
  return null;
}
