import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../command.ts';

/** Where the traces of one local process are. */
export interface ProcessPlace {
  /** Holds the process's id, which is its group's, too. */
  readonly pidFile: string;
  readonly logFile: string;
  /** The folder that it works in. */
  readonly folder: string;
  /** All in its command line, so that another process with a used-up id is not taken for it. */
  readonly marks: readonly string[];
}

/** Writes its own process id before it becomes the program: whoever is killed in between, the id is on disk. */
const RECORD_AND_BECOME = 'echo $$ > "$1.new" && mv "$1.new" "$1" && shift && exec "$@"';

const TERM_PATIENCE_MS = 3_000;
const POLL_MS = 20;

/** Starts a program in a process group of its own that outlives this process. */
export async function startProcess(
  place: ProcessPlace,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  for (const folder of [dirname(place.pidFile), dirname(place.logFile), place.folder]) {
    await mkdir(folder, { recursive: true });
  }
  const log = await open(place.logFile, 'w');
  try {
    const child = spawn('sh', ['-c', RECORD_AND_BECOME, 'sh', place.pidFile, ...argv], {
      cwd: place.folder,
      detached: true,
      env: { ...process.env, ...env },
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    child.unref();
    await untilRecorded(place, child);
  } finally {
    await log.close();
  }
}

async function untilRecorded(place: ProcessPlace, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && (await recordedPid(place)) !== child.pid) await delay(POLL_MS);
}

/** The process's id while it runs. */
export async function runningPid(place: ProcessPlace): Promise<number | undefined> {
  const pid = await recordedPid(place);
  if (pid === undefined) return undefined;
  const line = await commandLine(pid);
  return place.marks.every((mark) => line.includes(mark)) ? pid : undefined;
}

/** Ends the whole group: politely, then by force, since Aim's SIGTERM leaves its web server alive. */
export async function endProcess(place: ProcessPlace): Promise<void> {
  const pid = (await runningPid(place)) ?? (await groupLeftBehind(place));
  if (pid !== undefined) {
    signalGroup(pid, 'SIGTERM');
    await untilGroupGone(pid, TERM_PATIENCE_MS);
    signalGroup(pid, 'SIGKILL');
    await untilGroupGone(pid, TERM_PATIENCE_MS);
  }
  await rm(place.pidFile, { force: true });
}

/** Kills the whole group, and leaves all traces as they are. */
export async function crashProcess(place: ProcessPlace): Promise<void> {
  const pid = await runningPid(place);
  if (pid === undefined) return;
  signalGroup(pid, 'SIGKILL');
  await untilGroupGone(pid, TERM_PATIENCE_MS);
}

/** A group whose leader is gone keeps its id from being used again: as long as nobody has that id, the group is ours. */
async function groupLeftBehind(place: ProcessPlace): Promise<number | undefined> {
  const pid = await recordedPid(place);
  return pid !== undefined && (await commandLine(pid)) === '' && signalGroup(pid, 0) ? pid : undefined;
}

async function recordedPid({ pidFile }: ProcessPlace): Promise<number | undefined> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  return /^\d+\n$/.test(text) ? Number(text) : undefined;
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return (await ask('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).output;
}

async function untilGroupGone(pid: number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (signalGroup(pid, 0) && performance.now() < deadline) await delay(POLL_MS);
}

/** False when no process of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
