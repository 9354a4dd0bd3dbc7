import { describe } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Runner } from '../kill-and-resume.ts';

const SOURCE = fileURLToPath(new URL('./crash.c', import.meta.url));

/** A `describe` for crashes at chosen calls: skipped where they cannot be made; where `CI=true` they fail. */
export function describeCrashes(name: string, define: () => void): void {
  const why = crashIsUnavailable();
  if (why !== undefined) process.stderr.write(`Skipped "${name}": ${why}.\n`);
  const suite = why === undefined || process.env['CI'] === 'true' ? describe : describe.skip;
  suite(name, define);
}

/** Why not on this machine; undefined where they can be made. */
function crashIsUnavailable(): string | undefined {
  if (process.platform !== 'linux') return 'it takes Linux';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'it takes a C compiler, cc, in PATH';
  }
}

export interface CrashPlan {
  /** `<call> <text> <n>`, as crash.c says. */
  at?: string;
  /** Where what was flushed of the folder `root` is noted. */
  shadow?: string;
  root?: string;
}

/** Makes the library; gives the runner that runs `cartwheel` with it. */
export function buildCrash(): (plan: CrashPlan) => Runner {
  const library = join(mkdtempSync(join(tmpdir(), 'cartwheel-crash-')), 'crash.so');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl', '-lpthread'], { stdio: 'inherit' });
  return ({ at = '', shadow, root }) => ({
    env: {
      LD_PRELOAD: library,
      CRASH_AT: at,
      ...(shadow === undefined || root === undefined ? {} : { CRASH_SHADOW: shadow, CRASH_ROOT: root }),
    },
  });
}
