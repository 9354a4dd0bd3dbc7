import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { TrainingCallback } from '@cartwheel/callbacks';
import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { silentLogger, type Logger } from '@cartwheel/logging';
import { evaluateRun, findRun, openRecord, projectFolder, runTraining, type SessionEvent } from './index.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-session-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const config: TrainConfigInput = {
  env: 'CartPole-v1',
  algo: 'ppo',
  steps: 512,
  seed: 3,
  preset: 'default',
  envs: 2,
  tags: ['quick'],
  evalEpisodes: 2,
  set: { nSteps: 64, batchSize: 64, nEpochs: 2 },
};

async function stored(runId: string) {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const run = await findRun(record.store, runId);
  return { run, points: await record.store.points(runId), checkpoints: await record.store.checkpoints(runId) };
}

describe('runTraining', () => {
  it('trains, tells how it goes, and leaves a complete record', async () => {
    const events: SessionEvent[] = [];
    const result = await runTraining({ config, out, onEvent: (event) => events.push(event) });
    const { run, points, checkpoints } = await stored(result.runId);

    expect(result).toMatchObject({ status: 'finished', timesteps: 512, stopReason: null });
    expect(events[0]).toMatchObject({ event: 'started', runId: result.runId, totalTimesteps: 512 });
    expect(events.at(-1)).toEqual({ event: 'finished', ...result });
    expect(run).toMatchObject({ status: 'finished', timesteps: 512, tags: ['quick'], seed: 3, error: null });
    expect(run.summary).toMatchObject({ weightsHash: result.weightsHash, evalMean: result.evalMean });
    expect(run.hyperparameters).toMatchObject({ nSteps: 64, numEnvs: 2 });
    expect(checkpoints.map(({ step }) => step)).toEqual([0, 512]);
    expect(checkpoints[1]?.weightsHash).toBe(result.weightsHash);
    const steps = points.filter(({ name }) => name === 'train/loss').map(({ step }) => step);
    expect(steps).toEqual([128, 256, 384, 512]);
    expect(points.find(({ name }) => name === 'eval/mean_reward')?.value).toBe(result.evalMean);
  });

  it('gives the same weights for the same seed, and others for another', async () => {
    const hashOf = async (seed: number) =>
      (await runTraining({ config: { ...config, seed, evalEpisodes: 0 }, out })).weightsHash;
    const first = await hashOf(7);
    expect(await hashOf(7)).toBe(first);
    expect(await hashOf(8)).not.toBe(first);
  });

  it('ends in order when it is told to stop', async () => {
    const stop = new AbortController();
    const stopper: TrainingCallback = { onUpdate: () => stop.abort(new Error('interrupted')) };
    const result = await runTraining({ config, out, callbacks: [stopper], signal: stop.signal });
    const { run, checkpoints } = await stored(result.runId);

    expect(result).toMatchObject({ status: 'finished', stopReason: 'interrupted', timesteps: 128, evalMean: null });
    expect(run).toMatchObject({ status: 'finished', timesteps: 128, totalTimesteps: 512 });
    expect(checkpoints.at(-1)).toMatchObject({ step: 128, weightsHash: result.weightsHash });
  });

  it('keeps what a failed run had, and says why it failed', async () => {
    let runId = '';
    const failing: TrainingCallback = {
      name: 'failing',
      onUpdate: ({ timesteps }) => {
        if (timesteps === 256) throw new Error('the disk of the callback is full');
      },
    };
    const onEvent = (event: SessionEvent) => {
      runId = event.runId;
    };
    await expect(runTraining({ config, out, callbacks: [failing], onEvent })).rejects.toThrow('failing');
    const { run, points, checkpoints } = await stored(runId);

    const causes = [{ code: 'Error', message: 'the disk of the callback is full' }];
    expect(run).toMatchObject({ status: 'failed', timesteps: 256, error: { code: 'callbacks/hook-failed', causes } });
    expect(run?.host).toMatchObject({ pid: process.pid, runtime: `node ${process.version}` });
    expect(points.filter(({ name }) => name === 'train/loss').map(({ step }) => step)).toEqual([128, 256]);
    expect(checkpoints.map(({ step }) => step)).toEqual([0]);
  });

  it('goes on when a hook fails that it does not wait for, and logs each failure with the run', async () => {
    const warn = jest.fn<Logger['warn']>();
    const uploader: TrainingCallback = { name: 'uploader', onUpdate: () => Promise.reject(new Error('no network')) };
    const short = { ...config, steps: 256, evalEpisodes: 0 };
    const { runId, status } = await runTraining({
      config: short,
      out,
      callbacks: [uploader],
      logger: { ...silentLogger, warn },
    });

    const name = 'onUpdate of callback "uploader"';
    expect(status).toBe('finished');
    expect(warn.mock.calls).toEqual(
      [1, 2].map(() => [`${name}: no network`, { runId, task: name, outcome: 'failed', error: expect.anything() }]),
    );
  });

  it('evaluates and writes checkpoints on the way', async () => {
    const events: SessionEvent[] = [];
    const onEvent = (event: SessionEvent) => events.push(event);
    const { runId } = await runTraining({ config: { ...config, evalEvery: 256, checkpointEvery: 200 }, out, onEvent });
    const { points, checkpoints } = await stored(runId);

    expect(checkpoints.map(({ step }) => step)).toEqual([0, 200, 256, 400, 512]);
    expect(points.filter(({ name }) => name === 'eval/mean_reward').map(({ step }) => step)).toEqual([256, 512]);
    expect(events.filter(({ event }) => event === 'checkpoint')).toHaveLength(5);
  });

  it.each([
    [{ env: 'CartPole-v2' }, 'envs/unknown-env', /CartPole-v1/],
    [{ algo: 'pppo' }, 'algorithms/unknown-algorithm', /ppo/],
    [{ set: { learningrate: 1 } }, 'algorithms/unknown-hyperparameter', /learningRate/],
    [{ set: { gamma: 2 } }, 'algorithms/invalid-hyperparameter', /gamma/],
    [{ steps: 0 }, 'experiment-state/invalid-config', /steps/],
  ])('refuses %j before anything is written', async (change, code, message) => {
    const nowhere = join(out, 'nowhere');
    const attempt = runTraining({ config: { ...config, ...change }, out: nowhere });
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(openRecord(projectFolder(nowhere), { readOnly: true })).rejects.toMatchObject({
      code: 'tracking/no-store',
    });
  });

  it('refuses a project folder that cannot be one', async () => {
    const file = join(out, 'file');
    writeFileSync(file, '');
    await expect(runTraining({ config, out: file })).rejects.toMatchObject({ code: 'tracking/unwritable' });
  });
});

describe('evaluateRun', () => {
  it("plays a run's last checkpoint, found by a prefix of its id", async () => {
    const { runId, evalMean, weightsHash } = await runTraining({ config, out });
    const evaluation = await evaluateRun({ run: runId.slice(0, 10), out, episodes: 2 });
    expect(evaluation).toMatchObject({ runId, weightsHash, step: 512, meanReturn: evalMean });
  });

  it('says which runs there are when none fits', async () => {
    await expect(evaluateRun({ run: 'zzz', out, episodes: 1 })).rejects.toMatchObject({ code: 'session/no-such-run' });
  });
});
