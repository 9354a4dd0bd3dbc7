import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));

/** Starts `writer.ts` in a process of its own, straight from its source. */
export function startWriter(dir: string, runId: string, steps: number): ChildProcessByStdio<null, Readable, null> {
  const args = ['-C', '@cartwheel/source', '--import', 'tsx', WRITER, dir, runId, String(steps)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}
