import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CartwheelError } from '@cartwheel/async-guard';
import { run } from './run.ts';

/** The folder of @tensorflow/tfjs-node. Throws `nn/no-tfjs-node` when npm left the package itself out. */
export function findPackage(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  } catch (cause) {
    throw new CartwheelError(
      'nn/no-tfjs-node',
      'setup:tfjs-node needs the package @tensorflow/tfjs-node, but it is not installed; run `npm ci` without --omit=optional.',
      { cause },
    );
  }
}

/** Runs the package's install script: `npm run` does so whatever npm's settings say about install scripts. */
export function runInstaller(folder: string, env: NodeJS.ProcessEnv): boolean {
  return run('npm', ['run', 'install'], { cwd: folder, env: { ...nodeHeaders(), ...env } });
}

/** node-gyp downloads Node's headers unless told where they are; many installations bring them. */
function nodeHeaders(): NodeJS.ProcessEnv {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? { npm_config_nodedir: prefix } : {};
}
