import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { describeWithRedis } from '@cartwheel/dev-services/jest';
import type { Command, CommandOutcome, ExperimentState, RunEvent } from '@cartwheel/experiment-state';
import { controlRun, openRecord, openRunView, projectFolder, type RunView } from '@cartwheel/session';
import { cartwheel, jsonLines, startCartwheel, type Finished } from '../run-cartwheel.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-steering-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** More than a test ever trains: it ends because somebody wants it to. */
const ENDLESS = 1_000_000_000;

interface Training {
  runId: string;
  finished: Promise<Finished>;
  /** `cartwheel control` on the run, in a process of its own. */
  control: (...words: string[]) => Promise<Record<string, unknown> & { code: number | null }>;
  /** The same from this process, which is quicker. */
  wish: (action: Command['action']) => Promise<CommandOutcome>;
  view: RunView;
}

async function startTraining(redis: string[]): Promise<Training> {
  const train = ['train', '--env', 'CartPole-v1', '--algo', 'ppo', '--steps', `${ENDLESS}`, '--eval-episodes', '1'];
  const { child, finished } = startCartwheel([...train, '--json', '--out', out, ...redis]);
  const runId = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (text: string) => resolve(String(jsonLines(text)[0]?.['runId'])));
  });
  const view = await openRunView({ run: runId, out, redisUrl: redis[1] });
  return {
    runId,
    finished,
    view,
    wish: (action) => controlRun(view, { action, expiresInMs: 120_000 }),
    async control(...words) {
      const { code, stdout } = await cartwheel('control', runId, ...words, '--json', '--out', out, ...redis);
      return { code, ...jsonLines(stdout).at(-1) };
    },
  };
}

async function stateWhere(
  { runId, viewer }: RunView,
  isIt: (state: ExperimentState) => boolean,
): Promise<ExperimentState> {
  for await (const event of viewer.watch(runId)) if ('state' in event && isIt(event.state)) return event.state;
  throw new Error('The watch ended.');
}

/** The whole history of a run that has a last state. */
async function historyOf({ runId, viewer }: RunView): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of viewer.watch(runId)) {
    events.push(event);
    if ('state' in event && ['stopping', 'finished'].includes(event.state.status)) break;
  }
  return events;
}

/** The p99 of how long 100 commands take to be answered while training goes on; it is told, and must not be absurd. */
async function p99OfAnswers(wish: Training['wish']): Promise<number> {
  const times: number[] = [];
  for (let index = 1; index <= 100; index += 1) {
    const startedMs = performance.now();
    expect(await wish({ kind: 'set', name: 'entCoef', value: index / 1000 })).toMatchObject({ status: 'applied' });
    times.push(performance.now() - startedMs);
  }
  return times.toSorted((a, b) => a - b)[98] ?? Number.NaN;
}

function testSteering(redis: () => string[]): void {
  it('pauses, changes, extends, resumes and stops a run that another process trains', async () => {
    const { runId, finished, control, wish, view } = await startTraining(redis());
    await stateWhere(view, ({ progress }) => progress.updates > 0);

    const paused = await control('pause');
    // It answers only now: the checkpoint is on disk.
    expect(paused).toMatchObject({ code: 0, status: 'applied', detail: expect.stringContaining('checkpoints') });
    const folder = join(out, String(paused['detail']).replace('checkpoint ', ''));
    expect(existsSync(join(folder, 'weights.safetensors'))).toBe(true);
    const still = await view.viewer.read(runId);
    expect(still).toMatchObject({
      status: 'paused',
      progress: expect.objectContaining({ timesteps: paused['step'] }),
      checkpoints: expect.arrayContaining([expect.objectContaining({ step: paused['step'] })]),
    });
    expect(await wish({ kind: 'pause' })).toMatchObject({ status: 'rejected', step: paused['step'] });
    expect(await wish({ kind: 'evaluate' })).toMatchObject({
      status: 'applied',
      detail: expect.stringMatching(/^mean return \d+\.\d\d ± \d+\.\d\d over \d+ episodes$/),
    });

    const set = await control('set', 'learningRate=0.00123');
    expect(set).toMatchObject({ code: 0, status: 'applied', step: paused['step'] });
    await stateWhere(view, ({ hyperparameters }) => hyperparameters['learningRate'] === 0.00123);
    const refused = await wish({ kind: 'set', name: 'learningRate', value: -1 });
    expect(refused).toMatchObject({ status: 'rejected', detail: expect.stringContaining('greater than 0') });
    expect(await wish({ kind: 'set', name: 'nSteps', value: 5 })).toMatchObject({
      status: 'rejected',
      detail: expect.stringContaining('clipRange'),
    });

    expect(await wish({ kind: 'extend', steps: 1000 })).toMatchObject({ status: 'applied' });
    const extended = await stateWhere(view, ({ progress }) => progress.totalTimesteps === ENDLESS + 1000);
    // All the while not a step was done.
    expect(extended.progress.timesteps).toBe(still?.progress.timesteps);

    expect(await wish({ kind: 'resume' })).toMatchObject({ status: 'applied', step: paused['step'] });
    const running = await stateWhere(view, ({ progress }) => progress.timesteps > Number(paused['step']) + 1000);
    expect(running).toMatchObject({ status: 'running', metrics: { 'train/learning_rate': { value: 0.00123 } } });

    const p99 = await p99OfAnswers(wish);
    process.stderr.write(`p99 of 100 answers: ${p99.toFixed(0)} ms\n`);

    const history = historyOf(view);
    expect(await wish({ kind: 'stop' })).toMatchObject({ status: 'applied' });
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      status: 'finished',
      stopReason: expect.stringContaining('stopped by'),
      evalMean: expect.any(Number),
    });

    // The audit trail: each command with its one outcome, in the run's history.
    const events = await history;
    const sent = events.flatMap((event) => (event.type === 'command' ? [event.command.id] : []));
    const settled = events.flatMap((event) => (event.type === 'command-outcome' ? [event.outcome.commandId] : []));
    expect(settled).toEqual(sent);
    expect(new Set(sent).size).toBe(109);

    // And in the store.
    await using record = await openRecord(projectFolder(out), { readOnly: true });
    const kept = await record.store.commands(runId);
    expect(kept.map(({ command }) => command.id)).toEqual(sent);
    expect(kept.every(({ outcome }) => outcome !== null)).toBe(true);
    await view[Symbol.asyncDispose]();
  }, 300_000);

  it('writes more or less to its log from where it is told to, and keeps that in the audit trail', async () => {
    const { runId, finished, control, wish, view } = await startTraining(redis());
    await stateWhere(view, ({ progress }) => progress.updates > 0);
    const set = await control('set', 'logLevel=debug');
    expect(set).toMatchObject({ code: 0, status: 'applied', detail: 'logLevel is debug, it was warn' });
    const { progress } = await stateWhere(view, ({ progress }) => progress.timesteps > Number(set['step']));
    await stateWhere(view, ({ progress: { updates } }) => updates > progress.updates + 20);
    const refused = await control('set', 'logLevel=loud');
    expect(refused).toMatchObject({
      code: 1,
      status: 'rejected',
      detail: expect.stringContaining('debug, info, warn, error, silent'),
    });
    const less = await wish({ kind: 'set', name: 'logLevel', value: 'error' });
    expect(less).toMatchObject({ status: 'applied' });
    const { progress: last } = await stateWhere(view, ({ progress }) => progress.timesteps > less.step);
    await stateWhere(view, ({ progress: { updates } }) => updates > last.updates);
    await wish({ kind: 'stop', abort: true });
    await view[Symbol.asyncDispose]();

    const lines = jsonLines((await finished).stderr);
    const updates = lines.filter(({ Body }) => Body === 'updated');
    expect(updates.length).toBeGreaterThan(0);
    for (const { Attributes } of updates) {
      const { step } = Attributes as { step: number };
      expect(step).toBeGreaterThanOrEqual(Number(set['step']));
      expect(step).toBeLessThanOrEqual(less.step);
    }
    await using record = await openRecord(projectFolder(out), { readOnly: true });
    const kept = await record.store.commands(runId);
    expect(kept.map(({ command, outcome }) => [command.action, outcome?.status])).toEqual([
      [{ kind: 'set', name: 'logLevel', value: 'debug' }, 'applied'],
      [{ kind: 'set', name: 'logLevel', value: 'loud' }, 'rejected'],
      [{ kind: 'set', name: 'logLevel', value: 'error' }, 'applied'],
      [{ kind: 'stop', abort: true }, 'applied'],
    ]);
  }, 200_000);

  it('ends a run at once where it is aborted, and then says that nobody trains it', async () => {
    const { finished, control, wish, view } = await startTraining(redis());
    expect(await wish({ kind: 'stop', abort: true })).toMatchObject({ status: 'applied' });
    await view[Symbol.asyncDispose]();
    expect(jsonLines((await finished).stdout).at(-1)).toMatchObject({ status: 'finished', evalMean: null });
    expect((await control('pause')).code).toBe(2);
  }, 200_000);

  it('shows a run to whoever watches it, until it ends', async () => {
    const { runId, wish, finished, view } = await startTraining(redis());
    const watching = startCartwheel(['watch', runId, '--json', '--out', out, ...redis()]);
    await new Promise((resolve) => watching.child.stdout?.once('data', resolve));
    await wish({ kind: 'stop', abort: true });
    await view[Symbol.asyncDispose]();
    await finished;
    const { code, stdout } = await watching.finished;
    expect(code).toBe(0);
    const events = jsonLines(stdout);
    const versions = events.map(({ version }) => Number(version));
    expect(versions).toEqual(versions.map((_, index) => (versions[0] ?? 0) + index));
    expect(events.at(-1)).toMatchObject({ event: 'state', state: { status: 'finished' } });
  }, 200_000);
}

describe('steering on one machine, without Redis', () => {
  testSteering(() => []);

  it('is refused for a run that is not there, and for a wrong value', async () => {
    const none = await cartwheel('control', 'latest', 'pause', '--out', join(out, 'nothing'));
    expect(none.code).toBe(2);
    const wrong = await cartwheel('control', 'latest', 'extend', 'many', '--out', out);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('whole number') });
    expect((await cartwheel('control', 'latest', 'fly', '--out', out)).code).toBe(2);
  }, 200_000);
});

describeWithRedis('steering with Redis', (redis) => {
  testSteering(() => ['--redis', redis().url]);
});
