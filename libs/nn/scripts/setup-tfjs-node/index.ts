/**
 * `npm run setup:tfjs-node`: brings the native binary of @tensorflow/tfjs-node, which `npm ci` leaves out, and proves it by
 * a gradient step. First the way of the package's own installer (prebuilt, from its authors' storage), then, on linux-x64,
 * with the library out of PyPI's wheel of TensorFlow.
 */
import { installFromPypi } from './install-from-pypi.ts';
import { findPackage, runInstaller } from './installer.ts';
import { run } from './run.ts';

const steps: readonly (readonly [string, () => boolean])[] = [
  ['what is there already', () => true],
  ["the package's own installer", () => runInstaller(findPackage(), {})],
  ['the library from PyPI', () => installFromPypi(findPackage())],
];

const done = steps.some(([name, install]) => {
  process.stdout.write(`setup:tfjs-node: ${name}\n`);
  return install() && proveGradientStep();
});
if (!done) {
  process.stderr.write('setup:tfjs-node: no way brought a binary that works; the reasons are above.\n');
  process.exitCode = 1;
}

/** In a process of its own: a binary that doesn't load may end it. */
function proveGradientStep(): boolean {
  const script = new URL('prove-gradient-step.ts', import.meta.url).pathname;
  return run(process.execPath, ['--conditions=@cartwheel/source', '--import', 'tsx', script]);
}
