import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { METRICS, type TrainingCallback } from '@cartwheel/callbacks';
import type { MetricPoint, TrainConfigInput } from '@cartwheel/experiment-state';
import { silentLogger, type Logger } from '@cartwheel/logging';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { projectFolder } from '../project-folder.ts';
import { openRecord } from '../record.ts';
import { runTraining } from '../run-training.ts';
import type { RunResult, SessionEvent } from '../session-event.ts';
import { fork } from './fork-run.ts';
import { resume } from './resume-run.ts';
import { trainOrResume } from './train-or-resume.ts';

const CONFIG: TrainConfigInput = {
  env: 'CartPole-v1',
  algo: 'ppo',
  steps: 400,
  seed: 3,
  preset: 'default',
  set: { nSteps: 64, batchSize: 32, netArch: [8] },
  evalEpisodes: 2,
  evalEvery: 150,
  checkpointEvery: 100,
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cartwheel-resume-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A training whose process is gone after `steps`: all that came to the disk until then, in a folder of its own. */
async function crashAt(steps: number, config: TrainConfigInput = CONFIG): Promise<string> {
  const copy = join(root, `crashed-${steps}`);
  const crash: TrainingCallback = {
    mode: 'await',
    // Whatever is on its way to the disk gets there.
    async onUpdate({ timesteps }) {
      if (timesteps < steps) return;
      await new Promise((resolve) => setTimeout(resolve, 300));
      cpSync(join(root, 'lost'), copy, { recursive: true });
      throw new Error('crashed');
    },
  };
  await expect(runTraining({ config, out: join(root, 'lost'), callbacks: [crash] })).rejects.toThrow('crashed');
  rmSync(join(root, 'lost'), { recursive: true });
  return copy;
}

/** A training that was stopped: its folder. */
async function stopAt(steps: number): Promise<string> {
  const out = join(root, 'stopped');
  const controller = new AbortController();
  const onStep = ({ timesteps }: { timesteps: number }): void => {
    if (timesteps === steps) controller.abort(new Error('Ctrl-C'));
  };
  await runTraining({ config: CONFIG, out, signal: controller.signal, callbacks: [{ onStep }] });
  return out;
}

async function pointsOf(out: string): Promise<MetricPoint[]> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const runs = await record.store.runs();
  return await record.store.points(runs[0].runId);
}

const isClock = (name: string): boolean => METRICS[name as keyof typeof METRICS].clock;
const exact = (points: readonly MetricPoint[]): unknown[] =>
  points.filter(({ name }) => !isClock(name)).map(({ name, step, value }) => [name, step, value]);

describe('resume', () => {
  it('ends with the weights and points of a run that never stopped, and tells nothing twice', async () => {
    const whole = await runTraining({ config: CONFIG, out: join(root, 'whole') });
    const out = await crashAt(256);
    const before = await pointsOf(out);
    const events: SessionEvent[] = [];
    const resumed = await resume({ run: 'latest', out, onEvent: (event) => events.push(event) });

    expect(resumed.weightsHash).toBe(whole.weightsHash);
    const points = await pointsOf(out);
    expect(exact(points)).toEqual(exact(await pointsOf(join(root, 'whole'))));
    expect(points).toEqual(expect.arrayContaining(before));
    expect(events[0]).toMatchObject({ event: 'resumed', timesteps: 200 });
    expect(
      events.filter(({ event }) => event === 'evaluation').map((event) => 'timesteps' in event && event.timesteps),
    ).toEqual([300, 448]);
  });

  it('takes the checkpoint before one that is torn, and says so', async () => {
    const whole = await runTraining({ config: CONFIG, out: join(root, 'whole') });
    const out = await crashAt(256);
    const [runId] = readdirSync(join(out, 'runs'));
    truncateSync(join(out, 'runs', runId, 'checkpoints/200/state.bin'), 40);
    const warn = jest.fn<Logger['warn']>();
    const logger = { ...silentLogger, warn };
    const events: SessionEvent[] = [];
    const resumed = await resume({ run: 'latest', out, logger, onEvent: (event) => events.push(event) });

    expect(events[0]).toMatchObject({ event: 'resumed', timesteps: 150 });
    expect(warn.mock.calls.flat()).toContainEqual(expect.stringContaining('checkpoint at step 200 refused'));
    expect(resumed.weightsHash).toBe(whole.weightsHash);
    expect(exact(await pointsOf(out))).toEqual(exact(await pointsOf(join(root, 'whole'))));
  });

  it('goes on after a stop as if there had been none, and asks for more steps than are done', async () => {
    const whole = await runTraining({ config: CONFIG, out: join(root, 'whole') });
    const out = await stopAt(333);
    const resumed = await resume({ run: 'latest', out });

    expect(resumed).toMatchObject({ weightsHash: whole.weightsHash, evalMean: whole.evalMean });
    await expect(resume({ run: 'latest', out })).rejects.toMatchObject({ code: 'session/nothing-left' });
    const longer = await resume({ run: 'latest', out, steps: 600 });
    expect(longer.timesteps).toBe(640);
  });

  it('refuses other settings while points lie beyond the checkpoint, and offers a fork', async () => {
    const out = await crashAt(256);

    await expect(resume({ run: 'latest', out, set: { learningRate: 0.1 } })).rejects.toMatchObject({
      code: 'session/recorded-beyond',
      message: expect.stringMatching(/cartwheel fork [0-9a-f]{8} --at 200/),
    });
    await expect(resume({ run: 'latest', out, steps: 900 })).rejects.toMatchObject({ code: 'session/recorded-beyond' });
    await resume({ run: 'latest', out, set: { netArch: [8] }, steps: 400 });
  });

  it('counts other settings from a checkpoint of its own on, also where it is killed before the next', async () => {
    const out = await stopAt(333);
    cpSync(out, join(root, 'other'), { recursive: true });
    const set = { learningRate: 0.01 };
    const { weightsHash } = await resume({ run: 'latest', out: join(root, 'other'), set });
    const crash = (): void => {
      throw new Error('crashed');
    };
    await expect(resume({ run: 'latest', out, set, callbacks: [{ onStep: crash }] })).rejects.toThrow('crashed');

    expect(await resume({ run: 'latest', out })).toMatchObject({ weightsHash });
  });

  it('goes on with a replay buffer', async () => {
    const config = { ...CONFIG, algo: 'dqn', set: { bufferSize: 100, learningStarts: 50, netArch: [8], batchSize: 8 } };
    const whole = await runTraining({ config, out: join(root, 'whole') });
    const out = await crashAt(300, config);

    expect((await resume({ run: 'latest', out })).weightsHash).toBe(whole.weightsHash);
    expect(exact(await pointsOf(out))).toEqual(exact(await pointsOf(join(root, 'whole'))));
  });
});

describe('trainOrResume', () => {
  it('begins a run, goes on with it, and then tells what it came to, with the same words', async () => {
    const whole = await runTraining({ config: CONFIG, out: join(root, 'whole') });
    const out = join(root, 'again');
    const controller = new AbortController();
    const onStep = ({ timesteps }: { timesteps: number }): void => {
      if (timesteps === 333) controller.abort(new Error('SIGTERM'));
    };
    const events: SessionEvent[] = [];
    const again = { config: CONFIG, out, onEvent: (event: SessionEvent) => void events.push(event) };
    const stopped = await trainOrResume({ ...again, signal: controller.signal, callbacks: [{ onStep }] });
    expect(stopped).toMatchObject({ timesteps: 333 });
    // Another config is another run.
    await trainOrResume({ ...again, config: { ...CONFIG, seed: 4 } });

    const resumed = await trainOrResume(again);
    expect(resumed).toMatchObject({ runId: stopped.runId, weightsHash: whole.weightsHash, evalMean: whole.evalMean });
    expect(await trainOrResume(again)).toEqual(resumed);
    expect(events.at(-1)).toEqual({ event: 'finished', ...resumed });
    await using record = await openRecord(projectFolder(out), { readOnly: true });
    expect((await record.store.runs()).length).toBe(2);
  });

  it('goes on with a run that was killed', async () => {
    const whole = await runTraining({ config: CONFIG, out: join(root, 'whole') });
    const out = await crashAt(256);
    expect((await trainOrResume({ config: CONFIG, out })).weightsHash).toBe(whole.weightsHash);
  });
});

describe('fork', () => {
  it('trains a new run from a checkpoint of another, which stays as it is', async () => {
    const out = join(root, 'whole');
    const parent = await runTraining({ config: CONFIG, out });
    const child: RunResult = await fork({ run: parent.runId, at: 300, out, set: { learningRate: 0.01 } });

    expect(child.runId).not.toBe(parent.runId);
    expect(child.weightsHash).not.toBe(parent.weightsHash);
    expect((await fork({ run: parent.runId, at: 300, out })).weightsHash).toBe(parent.weightsHash);
    await using record = await openRecord(projectFolder(out), { readOnly: true });
    expect(await record.store.run(child.runId)).toMatchObject({
      config: { forkOf: { runId: parent.runId, step: 300 } },
      hyperparameters: { learningRate: 0.01 },
    });
    expect((await record.store.points(child.runId)).every(({ step }) => step >= 300)).toBe(true);
    await expect(fork({ run: parent.runId, at: 7, out })).rejects.toMatchObject({
      code: 'session/no-such-checkpoint',
      message: expect.stringContaining('at: 0, '),
    });
  });
});

describe('a checkpoint by API', () => {
  it('is taken at the next safe point', async () => {
    const taken: Promise<{ step: number }>[] = [];
    await runTraining({
      config: { ...CONFIG, checkpointEvery: 0, evalEvery: 0 },
      out: join(root, 'asked'),
      onControl: (control) => taken.push(control.checkpoint()),
    });
    expect(await taken[0]).toMatchObject({ step: 1 });
  });
});
