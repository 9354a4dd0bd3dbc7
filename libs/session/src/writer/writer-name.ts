import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * The name that a process of this machine, by default this one, writes runs under: `host:pid`, and on Linux, after a space,
 * what proves later that it has ended: which boot of which machine, which of its numberings of processes, and when it
 * started.
 */
export function writerName(pid: number = process.pid): string {
  const name = `${hostname()}:${pid}`;
  const machine = thisMachine();
  const start = machine === undefined ? undefined : startOf(pid);
  return start === undefined ? name : `${name} ${machine}/${start}`;
}

/** Whether a writer is a process that could be asked after here: `ended` or `alive`. What cannot be proved is `unknown`. */
export function fateOf(writer: string): 'ended' | 'alive' | 'unknown' {
  const { pid, machine, start } = /:(?<pid>\d+) (?<machine>\S+)\/(?<start>\d+)$/.exec(writer)?.groups ?? {};
  if (pid === undefined || machine !== thisMachine()) return 'unknown';
  return hasEnded(Number(pid)) || startOf(Number(pid)) !== start ? 'ended' : 'alive';
}

/** `host:pid`, for people. */
export function shortName(writer: string): string {
  return writer.split(' ', 1)[0];
}

/** The same for two processes only where a process id means the same to both. */
function thisMachine(): string | undefined {
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim();
  try {
    return boot === undefined ? undefined : `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

/** In ticks since the machine's start; none of a process that only waits for its parent to take note of its end. */
function startOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name before it, in parentheses, may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

/** `/proc` may hide what is another user's. */
function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
