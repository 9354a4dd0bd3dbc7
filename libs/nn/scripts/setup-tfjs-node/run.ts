import { spawnSync } from 'node:child_process';

export interface RunOptions {
  cwd?: string;
  /** Beside those of this process. */
  env?: NodeJS.ProcessEnv;
}

/** Downloads that stand still end here, ms. */
const TIMEOUT_MS = 10 * 60_000;

/** Runs a command with its output shown; whether it succeeded. */
export function run(command: string, args: readonly string[], { cwd, env = {} }: RunOptions = {}): boolean {
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    timeout: TIMEOUT_MS,
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (error !== undefined) process.stderr.write(`setup:tfjs-node: ${command} did not run: ${error.message}\n`);
  return status === 0;
}
