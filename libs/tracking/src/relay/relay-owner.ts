import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { hasCode } from '../run-store/has-code.ts';

/** Names who delivers, such that others can tell whether it still lives: `host/pid/uuid`. */
export function relayOwner(): string {
  return `${hostname()}/${process.pid}/${randomUUID()}`;
}

/** Whether the owner was a process of this machine that has ended. */
export function hasEnded(owner: string): boolean {
  const [host, pid] = owner.split('/');
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return !hasCode(error, 'ESRCH');
  }
}
