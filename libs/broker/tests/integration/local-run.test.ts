import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { connectToRun, serveRun } from '../../src/local/index.ts';
import { socketPath } from '../../src/local/socket-path.ts';
import { createMemoryBroker } from '../../src/memory/create-memory-broker.ts';
import { newCommand, newRun, publishMany, take } from '../../src/testing/broker-harness.ts';

const fixture = fileURLToPath(new URL('../fixtures/serving-process.ts', import.meta.url));

describe('a run that its own process serves on this machine', () => {
  it('is read, watched and steered by others as in any broker', async () => {
    await using broker = createMemoryBroker();
    const state = await broker.create(newRun({ hyperparameters: { shift: [-0, Number.NaN] } }));
    await using served = await serveRun(broker, state.runId);
    expect(served).toBeDefined();
    await using viewer = await connectToRun(state.runId);
    expect(await viewer.read(state.runId)).toStrictEqual(state);
    const watched = take(viewer.watch(state.runId), 103);
    await publishMany(broker, state, 100);
    await viewer.sendCommand(state.runId, newCommand('c'));
    expect(await broker.pendingCommands(state.runId)).toStrictEqual([newCommand('c')]);
    const outcome = { commandId: 'c', status: 'applied', step: 1, settledAt: 2 } as const;
    expect(await viewer.commandOutcome(state.runId, 'c')).toBeNull();
    await broker.settleCommand(state.runId, outcome);
    expect(await viewer.commandOutcome(state.runId, 'c')).toStrictEqual(outcome);
    expect(await viewer.settleCommand(state.runId, { ...outcome, status: 'expired' })).toStrictEqual(outcome);
    expect(await watched).toStrictEqual(await take(broker.watch(state.runId), 103));
  });

  it('can be spoken to by its own user alone', async () => {
    await using broker = createMemoryBroker();
    const { runId } = await broker.create(newRun());
    await using served = await serveRun(broker, runId);
    expect(served).toBeDefined();
    const folder = await stat(fileURLToPath(new URL('.', `file://${socketPath(runId)}`)));
    expect(folder.mode & 0o077).toBe(0);
  });

  it('tells a client what went wrong, with its code', async () => {
    await using broker = createMemoryBroker();
    const { runId } = await broker.create(newRun());
    await using served = await serveRun(broker, runId);
    expect(served).toBeDefined();
    await using viewer = await connectToRun(runId);
    const unknown = viewer.settleCommand(runId, { commandId: 'x', status: 'expired', step: 0, settledAt: 1 });
    await expect(unknown).rejects.toMatchObject({ code: 'broker/unknown-command' });
    await expect(viewer.sendCommand(newRun().runId, newCommand('c'))).rejects.toMatchObject({
      code: 'broker/unknown-run',
    });
    expect(await viewer.read(newRun().runId)).toBeNull();
  });

  it('ends a watch at its signal and at the client’s close, and every call when the process goes', async () => {
    const { runId } = newRun();
    const args = ['-C', '@cartwheel/source', '--import', 'tsx', fixture, runId];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const viewer = await connectToRun(runId);
    const end = new AbortController();
    const ended = take(viewer.watch(runId, { fromVersion: 1, signal: end.signal }), 1);
    const broken = take(viewer.watch(runId, { fromVersion: 1 }), 1);
    await viewer.read(runId);
    end.abort();
    expect(await ended).toStrictEqual([]);
    child.kill('SIGKILL');
    await expect(broken).rejects.toMatchObject({ code: 'broker/unreachable' });
    await expect(viewer.read(runId)).rejects.toMatchObject({ code: 'broker/unreachable' });
    await viewer.close();
    await expect(viewer.read(runId)).rejects.toMatchObject({ code: 'broker/closed' });
    // What the killed process left behind is in nobody's way.
    await expect(connectToRun(runId)).rejects.toMatchObject({ code: 'broker/unreachable' });
    await using broker = createMemoryBroker();
    await broker.create(newRun({ runId }));
    await using served = await serveRun(broker, runId);
    expect(served).toBeDefined();
    await using again = await connectToRun(runId);
    expect(await again.read(runId)).not.toBeNull();
  });

  it('is unreachable where nothing, or no socket, is there', async () => {
    const { runId } = newRun();
    await expect(connectToRun(runId)).rejects.toMatchObject({ code: 'broker/unreachable' });
    await using broker = createMemoryBroker();
    await broker.create(newRun({ runId }));
    const served = await serveRun(broker, runId);
    await served[Symbol.asyncDispose]();
    await writeFile(socketPath(runId), 'no socket');
    await expect(connectToRun(runId)).rejects.toMatchObject({ code: 'broker/unreachable' });
    await (await serveRun(broker, runId))[Symbol.asyncDispose]();
  });
});
