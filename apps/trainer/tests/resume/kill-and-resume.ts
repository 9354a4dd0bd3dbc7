import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { METRICS } from '@cartwheel/callbacks';
import { openRecord, projectFolder } from '@cartwheel/session';

const bin = fileURLToPath(new URL('../../bin/cartwheel.js', import.meta.url));

/** What a run came to, apart from the clock. */
export interface Outcome {
  weightsHash: string;
  /** Each a text: name, context, step and the bits of the value. */
  points: string[];
}

export interface KillOptions {
  /** Of `cartwheel train`, without `--out` and `--json`. */
  train: readonly string[];
  /** The project folder, an empty one. */
  out: string;
  /** Milliseconds after which each of the processes is killed, one after the other; the next one runs to the end. */
  killAfterMs: readonly number[];
  /** The Node that runs the first process, and the one that runs the others. */
  nodes?: readonly [first: string, others: string];
}

export interface KilledRun {
  outcome: Outcome;
  /** How far each process was when it was killed: `before it told of a step`, `step 1200`. */
  killedAt: string[];
}

/** Trains a run without a kill, and says how long it took. */
export async function trainWhole(train: readonly string[], out: string): Promise<{ outcome: Outcome; ms: number }> {
  const startedMs = performance.now();
  const { code, stdout, stderr } = await runProcess(process.execPath, ['train', ...train, '--out', out, '--json']);
  if (code !== 0) throw new Error(`The run that is not killed failed: ${stderr}`);
  return { outcome: await outcomeOf(out, stdout), ms: performance.now() - startedMs };
}

/** Starts a run, kills it with SIGKILL, resumes it, kills it again …, and resumes it to the end. */
export async function trainKilled({ train, out, killAfterMs, nodes }: KillOptions): Promise<KilledRun> {
  const [first, others] = nodes ?? [process.execPath, process.execPath];
  const killedAt: string[] = [];
  let args = ['train', ...train];
  let node = first;
  for (const ms of killAfterMs) {
    const { code, stdout } = await runProcess(node, [...args, '--out', out, '--json'], ms);
    if (code === 0) return { outcome: await outcomeOf(out, stdout), killedAt };
    killedAt.push(placeOf(stdout));
    if (await hasRun(out)) {
      args = ['resume', 'latest'];
      node = others;
    }
  }
  const { code, stdout, stderr } = await runProcess(node, [...args, '--out', out, '--json']);
  if (code !== 0) throw new Error(`The run that was killed at ${killedAt.join(', ')} could not go on: ${stderr}`);
  return { outcome: await outcomeOf(out, stdout), killedAt };
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function runProcess(node: string, args: readonly string[], killAfterMs?: number): Promise<Ended> {
  const child = spawn(node, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const closed = once(child, 'close');
  const timer = new AbortController();
  if (killAfterMs !== undefined) void killLater(killAfterMs, timer.signal, () => child.kill('SIGKILL'));
  await closed;
  timer.abort();
  return { code: child.exitCode, ...output };
}

async function killLater(ms: number, signal: AbortSignal, kill: () => void): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
    kill();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function placeOf(stdout: string): string {
  const events = stdout.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Line] : []));
  const last = events.at(-1);
  if (last?.timesteps === undefined) return 'before it told of a step';
  return `step ${last.timesteps}`;
}

interface Line {
  event: string;
  timesteps?: number;
  weightsHash?: string;
}

async function hasRun(out: string): Promise<boolean> {
  try {
    await using record = await openRecord(projectFolder(out), { readOnly: true });
    return (await record.store.runs()).length > 0;
  } catch {
    return false;
  }
}

async function outcomeOf(out: string, stdout: string): Promise<Outcome> {
  const lines = stdout.trimEnd().split('\n');
  const { weightsHash = 'none' } = JSON.parse(lines[lines.length - 1]) as Line;
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const [{ runId }, ...others] = await record.store.runs();
  if (others.length > 0) throw new Error(`Expected one run in ${out}, found ${others.length + 1}.`);
  const points = (await record.store.points(runId)).filter(({ name }) => !isClock(name));
  return {
    weightsHash,
    points: points.map(
      ({ name, context, step, value }) => `${name} ${JSON.stringify(context)} ${step} ${bitsOf(value)}`,
    ),
  };
}

function isClock(name: string): boolean {
  const metrics: Readonly<Record<string, { clock: boolean }>> = METRICS;
  return metrics[name]?.clock ?? false;
}

function bitsOf(value: number): string {
  return Buffer.from(Float64Array.of(value).buffer).toString('hex');
}
