import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { hasRun, linesOf, outcomeOf, recordedOutcome, type Outcome } from './outcome.ts';

/** Who runs `cartwheel`. */
export interface Runner {
  /** Default: the Node that runs this. */
  node?: string;
  /** Options of Node. */
  nodeOptions?: readonly string[];
  /** Default: the committed command, from the sources. */
  program?: string;
  /** Over those of this process. */
  env?: Readonly<Record<string, string>>;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Milliseconds after a process's start, or as soon as what it has told so far is so. */
export type KillMoment = number | ((stdout: string) => boolean);

/** As soon as more than so many seconds of progress were told, one a second: relays have delivered something by then. */
export function afterSeconds(count: number): KillMoment {
  return (stdout) => linesOf(stdout).filter(({ event }) => event === 'progress').length > count;
}

export interface KillOptions extends Runner {
  /** Of `cartwheel train`, without `--out` and `--json`. */
  train: readonly string[];
  /** The project folder, an empty one. */
  out: string;
  /** When each of the processes is killed, one after the other; the next one runs to the end. */
  kills: readonly KillMoment[];
  /** Who runs the processes after the first; default: the same. */
  later?: Runner;
  /** Of `cartwheel resume`, beside the run and `--out`. */
  resume?: readonly string[];
}

export interface KilledRun {
  outcome: Outcome;
  /** How far each process was when it was killed: `before it told of a step`, `step 1200`, `after its end was recorded`. */
  killedAt: string[];
}

const COMMITTED = fileURLToPath(new URL('../../bin/cartwheel.js', import.meta.url));

/** Trains a run without a kill, and says how long it took. */
export async function trainWhole(
  train: readonly string[],
  out: string,
  runner: Runner = {},
): Promise<{ outcome: Outcome; ms: number }> {
  const startedMs = performance.now();
  const ended = await runProcess(runner, ['train', ...train, '--out', out, '--json']);
  return { outcome: await outcomeOf(out, successOf(ended)), ms: performance.now() - startedMs };
}

/** Starts a run, kills it with SIGKILL, resumes it, kills it again …, and resumes it to the end. */
export async function trainKilled(options: KillOptions): Promise<KilledRun> {
  const { train, out, kills, later, resume = [], ...first } = options;
  const killedAt: string[] = [];
  let args = ['train', ...train];
  let runner: Runner = first;
  for (const moment of kills) {
    const { code, stdout } = await runProcess(runner, [...args, '--out', out, '--json'], moment);
    if (code === 0) return { outcome: await outcomeOf(out, stdout), killedAt };
    if (!(await hasRun(out))) {
      killedAt.push(placeOf(stdout));
      continue;
    }
    const outcome = await recordedOutcome(out);
    // Nothing is left to go on with.
    if (outcome !== undefined) return { outcome, killedAt: [...killedAt, 'after its end was recorded'] };
    killedAt.push(placeOf(stdout));
    args = ['resume', 'latest', ...resume];
    runner = later ?? first;
  }
  const ended = await runProcess(runner, [...args, '--out', out, '--json']);
  return { outcome: await outcomeOf(out, successOf(ended)), killedAt };
}

/** Goes on with the only run of a folder to its end. */
export async function resumeToEnd(out: string, runner: Runner = {}, args: readonly string[] = []): Promise<Outcome> {
  return outcomeOf(out, successOf(await runProcess(runner, ['resume', 'latest', ...args, '--out', out, '--json'])));
}

/** Runs `cartwheel` until it ends, or is killed. */
export async function runProcess(
  runner: Runner,
  args: readonly string[],
  moment: KillMoment = () => false,
): Promise<Ended> {
  const { node = process.execPath, nodeOptions = [], program = COMMITTED, env = {} } = runner;
  const child = spawn(node, [...nodeOptions, program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const output = { stdout: '', stderr: '' };
  const kill = (): void => void child.kill('SIGKILL');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
    if (typeof moment === 'function' && moment(output.stdout)) kill();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const closed = once(child, 'close');
  const timer = typeof moment === 'number' ? setTimeout(kill, moment) : undefined;
  await closed;
  clearTimeout(timer);
  return { code: child.exitCode, signal: child.signalCode, ...output };
}

function successOf({ code, signal, stdout, stderr }: Ended): string {
  if (code === 0) return stdout;
  throw new Error(`A run that was to end did not (exit code ${code}, signal ${signal}): ${stderr}`);
}

function placeOf(stdout: string): string {
  const last = linesOf(stdout).at(-1);
  return last?.timesteps === undefined ? 'before it told of a step' : `step ${last.timesteps}`;
}
