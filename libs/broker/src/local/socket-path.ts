import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { BrokerError } from '../broker-error.ts';

/** Where the process that writes a run can be spoken to on this machine: a socket that only its own user can open. */
export function socketPath(runId: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\cartwheel-${runId}`;
  return join(socketFolder(), `${runId}.sock`);
}

/** Makes the folder of the sockets. Throws `broker/refused` where somebody else's lies in its place. */
export async function makeSocketFolder(folder = socketFolder()): Promise<void> {
  if (process.platform === 'win32') return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(folder);
  if (uid === userInfo().uid && (mode & 0o077) === 0) return;
  throw new BrokerError(
    'broker/refused',
    `Expected the folder ${folder} to be this user's alone, but others can get at it: runs cannot be steered through it. Remove it.`,
  );
}

/** Short: a socket's path may have about 100 characters. */
function socketFolder(): string {
  return join(tmpdir(), `cartwheel-${userInfo().uid}`);
}
