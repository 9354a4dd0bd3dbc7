#!/usr/bin/env node
/**
 * Compiles the native kernels with the system's C compiler (`CC`, else `cc`) to where `openEngine` looks for them; it picks
 * those that the processor runs when it loads them. Run: `npx cartwheel-nn-native [--out FILE]`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const folder = fileURLToPath(new URL('.', import.meta.url));
const COMMON = ['-std=c11', '-O3', '-ffp-contract=off', '-fPIC', '-fvisibility=hidden', '-Wall', '-Wextra'];
/** The sources, and what they are compiled with beside: the kernels for both kinds of processors. */
const OBJECTS = [
  { source: 'addon.c', flags: [] },
  { source: 'kernels.c', flags: ['-mavx2', '-mfma', '-DCARTWHEEL_RUN=cartwheel_run_avx2'] },
  {
    source: 'kernels.c',
    flags: ['-mavx2', '-mfma', '-mavx512f', '-mavx512dq', '-DCARTWHEEL_RUN=cartwheel_run_avx512'],
  },
];
/** An addon's calls into Node are found when it is loaded. */
const LINK = { linux: ['-shared'], darwin: ['-bundle', '-undefined', 'dynamic_lookup'] };

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(folder, 'build', `${process.platform}-${process.arch}.node`) } },
});
try {
  build(resolve(values.out));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** @param {string} file */
function build(file) {
  const link = Object.hasOwn(LINK, process.platform) ? LINK[process.platform] : undefined;
  if (process.arch !== 'x64' || link === undefined) {
    throw new Error(
      `The native kernels are for x64 on Linux and macOS, this is ${process.arch} on ${process.platform}; WebAssembly, the default, needs no build.`,
    );
  }
  const headers = ['-I', findHeaders()];
  const workplace = mkdtempSync(join(tmpdir(), 'cartwheel-native-'));
  try {
    const objects = OBJECTS.map(({ source, flags }, i) => {
      const object = join(workplace, `${i}.o`);
      compile([...COMMON, ...flags, ...headers, '-c', join(folder, source), '-o', object]);
      return object;
    });
    mkdirSync(dirname(file), { recursive: true });
    // Beside the old one and then over it: a process that has that loaded keeps it.
    const fresh = `${file}.${process.pid}`;
    compile([...link, ...objects, '-o', fresh]);
    renameSync(fresh, file);
  } finally {
    rmSync(workplace, { recursive: true });
  }
  process.stdout.write(`Native kernels: ${file}\n`);
}

/** Node's own headers, else those of the package. */
function findHeaders() {
  const beside = resolve(process.execPath, '../../include/node');
  if (existsSync(join(beside, 'node_api.h'))) return beside;
  try {
    return createRequire(import.meta.url)('node-api-headers').include_dir;
  } catch (cause) {
    throw new Error(
      `Expected Node's headers in ${beside}, but they are not there; run \`npm install node-api-headers\`.`,
      {
        cause,
      },
    );
  }
}

/** @param {string[]} args */
function compile(args) {
  const compiler = process.env.CC ?? 'cc';
  const { status, error } = spawnSync(compiler, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error !== undefined) {
    throw new Error(`Expected a C compiler by the name of ${compiler} (set CC), but it does not run: ${error.message}`);
  }
  if (status !== 0) throw new Error(`${compiler} failed; its messages are above.`);
}
