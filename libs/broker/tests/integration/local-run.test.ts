import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { connectToRun, serveRun } from '../../src/local/index.ts';
import { createMemoryBroker } from '../../src/memory/create-memory-broker.ts';
import { newRun, take } from '../../src/testing/broker-harness.ts';

const fixture = fileURLToPath(new URL('../fixtures/serving-process.ts', import.meta.url));

describe('a run that its own process serves on this machine', () => {
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
});
