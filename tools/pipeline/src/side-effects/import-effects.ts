import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const WATCH_IMPORTS = fileURLToPath(new URL('watch-imports.ts', import.meta.url));

const Effects = z.record(z.string(), z.array(z.string()));

/** What each module changes in the process that imports it, by specifier; those that change nothing are left out. Throws for one that prints. */
export function importEffects(specifiers: readonly string[], cwd: string): Record<string, string[]> {
  const flags = ['-C', '@cartwheel/source', '--import', 'tsx'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, WATCH_IMPORTS, ...specifiers], {
    cwd,
    encoding: 'utf8',
    // Since Node 22 the loader of TypeScript is in the same thread, and writes its cache for a moment longer than an import takes.
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
  });
  if (status !== 0 || stderr !== '') throw new Error(`Expected modules that import in silence, received: ${stderr}`);
  return Effects.parse(JSON.parse(stdout));
}
