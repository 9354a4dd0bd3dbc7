import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';

export type Program = 'writer' | 'relaying-writer';
export type RunningProgram = ChildProcessByStdio<null, Readable, null>;
export type StartProgram = (name: Program, ...args: string[]) => RunningProgram;

const SOURCES = {
  writer: fileURLToPath(new URL('writer.ts', import.meta.url)),
  'relaying-writer': fileURLToPath(new URL('faults/relaying-writer.ts', import.meta.url)),
  'worker/worker': fileURLToPath(new URL('../../src/run-store/worker/worker.ts', import.meta.url)),
};

/** Starts a program in a process of its own, straight from its source. */
export const startFromSource: StartProgram = (name, ...args) =>
  start(['-C', '@cartwheel/source', '--import', 'tsx', SOURCES[name], ...args]);

/** The same for who starts hundreds: compiled once into the folder, so that a start takes a tenth of the time. */
export async function compiledPrograms(folder: string): Promise<StartProgram> {
  await build({
    entryPoints: SOURCES,
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@cartwheel/source'],
    external: ['libsql'],
    // `ws` asks for modules of Node by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  return (name, ...args) => start([join(folder, `${name}.js`), ...args]);
}

function start(args: readonly string[]): RunningProgram {
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}
