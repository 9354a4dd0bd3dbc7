import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createMemoryBroker, type ExperimentBroker } from '@cartwheel/broker';
import { createExperimentState } from '@cartwheel/experiment-state';
import { silentLogger, type Logger } from '@cartwheel/logging';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { claimRun, type ClaimingContext } from './claim-run.ts';
import { fateOf, writerName } from './writer-name.ts';

const host = { hostname: 'h', pid: 1, platform: 'p', runtime: 'r', engine: 'e' };
const state = createExperimentState({ algorithm: 'ppo', env: 'CartPole-v1', seed: 0, totalTimesteps: 10, host });
const { runId } = state;

let broker: ExperimentBroker;
const warn = jest.fn<Logger['warn']>();
beforeEach(async () => {
  broker = createMemoryBroker();
  await broker.create(state);
  warn.mockClear();
});
afterEach(() => broker.close());

function claim(changes: Partial<ClaimingContext> = {}): Promise<AsyncDisposable> {
  const { signal } = new AbortController();
  return claimRun({ broker, logger: { ...silentLogger, warn }, signal, leaseTtlMs: 60_000, ...changes }, runId);
}

/** The name of a process of this machine that writes nothing, and its end. */
async function otherProcess(): Promise<{ name: string; end: () => Promise<unknown> }> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'spawn');
  return {
    name: writerName(child.pid),
    async end() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

/** Elsewhere a process id proves nothing. */
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describe('claiming a run', () => {
  it('takes what nobody holds, and gives it back', async () => {
    const claimed = await claim();
    expect((await broker.acquireLease(runId, { owner: 'other', ttlMs: 100 })).status).toBe('held');
    await claimed[Symbol.asyncDispose]();
    expect((await broker.acquireLease(runId, { owner: 'other', ttlMs: 100 })).status).toBe('acquired');
  });

  it('waits, and says so, until the lease of a writer elsewhere has run out', async () => {
    await broker.acquireLease(runId, { owner: 'elsewhere:7', ttlMs: 700 });
    await claim();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]).toContainEqual(
      expect.stringMatching(/may still be written by elsewhere:7: waiting until its lease runs out, at 2/),
    );
  });

  it('refuses where a writer elsewhere keeps its lease', async () => {
    const { lease } = await broker.acquireLease(runId, { owner: 'elsewhere:7', ttlMs: 60_000 });
    const renew = (): void => void broker.renewLease(lease, { ttlMs: 90_000 });
    const claiming = claim({ logger: { ...silentLogger, warn: renew } });
    await expect(claiming).rejects.toMatchObject({ code: 'session/lease-held' });
  });

  it('ends its wait when it is aborted, with the reason', async () => {
    await broker.acquireLease(runId, { owner: 'elsewhere:7', ttlMs: 60_000 });
    await expect(claim({ signal: AbortSignal.abort(new Error('Ctrl-C')) })).rejects.toThrow('Ctrl-C');
  });
});

describeOnLinux('a writer of this machine', () => {
  it('keeps its run while it lives, and gives it up at once when it has ended', async () => {
    const other = await otherProcess();
    await broker.acquireLease(runId, { owner: other.name, ttlMs: 3_600_000 });
    await expect(claim()).rejects.toMatchObject({ code: 'session/lease-held' });
    await other.end();
    await claim();
    expect(warn).not.toHaveBeenCalled();
  });

  it('is known by its name; others, of other machines or with its number, are not', () => {
    const name = writerName();
    expect(fateOf(name)).toBe('alive');
    expect(fateOf(name.replace(/\d+$/, '1'))).toBe('ended');
    expect(fateOf(name.replace(/ ./, ' x'))).toBe('unknown');
    expect(fateOf('host:12')).toBe('unknown');
  });
});
