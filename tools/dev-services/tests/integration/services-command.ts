import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settingsFileIn, writeOwnSettings } from '../../src/jest/own-services.ts';

const bin = fileURLToPath(new URL('../../bin/services.js', import.meta.url));

export interface Finished {
  code: number | null;
  /** The JSON lines of standard output. */
  rows: Record<string, unknown>[];
  stderr: string;
}

/** The command as a user has it, on a project of its own. */
export interface ServicesCommand extends AsyncDisposable {
  readonly home: string;
  readonly settingsFile: string;
  /** Runs one to its end. */
  run(...args: string[]): Promise<Finished>;
  /** Starts one, to be killed. */
  start(...args: string[]): ChildProcess;
}

export async function servicesCommand(env: Record<string, string> = {}): Promise<ServicesCommand> {
  const home = await mkdtemp(join(tmpdir(), 'cartwheel-services-'));
  await writeOwnSettings(home);
  const settingsFile = settingsFileIn(home);

  function start(...args: string[]): ChildProcess {
    return spawn(process.execPath, [bin, ...args, '--home', home, '--settings', settingsFile], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
  }

  async function run(...args: string[]): Promise<Finished> {
    const child = start(...args, '--json');
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await once(child, 'close');
    const rows = stdout.split('\n').filter(Boolean);
    return { code: child.exitCode, rows: rows.map((line): Record<string, unknown> => JSON.parse(line)), stderr };
  }

  return {
    home,
    settingsFile,
    run,
    start,
    async [Symbol.asyncDispose]() {
      await run('down', '--volumes');
      await rm(home, { recursive: true, force: true });
    },
  };
}
