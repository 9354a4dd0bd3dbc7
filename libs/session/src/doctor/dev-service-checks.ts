import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { DoctorCheck, DoctorFinding } from './doctor-check.ts';

/** A program that this one does not depend on: it is asked where it is installed, by the command that it has for everyone. */
const PACKAGE = '@cartwheel/dev-services';

/** It may have to start Podman or Docker to know. */
const TIMEOUT_MS = 30_000;

/** A line of `cartwheel-services status --json`. */
const partSchema = z.object({
  part: z.string(),
  url: z.string(),
  state: z.enum(['stopped', 'running', 'ready']),
  engine: z.string().optional(),
  /** Those installed that can start it. */
  engines: z.array(z.string()),
  why: z.string().optional(),
});

type Part = z.output<typeof partSchema>;

/** The services that a developer starts with one command: which of them run and answer, and what would start the others. */
export function devServiceChecks(cwd: string): DoctorCheck[] {
  return [{ name: 'dev-services', timeoutMs: TIMEOUT_MS, run: (signal) => devServicesFinding(cwd, signal) }];
}

async function devServicesFinding(cwd: string, signal: AbortSignal): Promise<DoctorFinding> {
  const program = programIn(cwd);
  if (program === undefined) {
    const advice = `npm install --save-dev ${PACKAGE}, or servers of your own: --redis, --aim, --mlflow`;
    return { status: 'off', detail: `${PACKAGE} is not installed here`, advice };
  }
  const { env } = process;
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'status', '--json'], { cwd, env, signal });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return findingOf(lines.map((line) => partSchema.parse(JSON.parse(line))));
}

/** The command's file, as Node finds it from the folder. */
function programIn(cwd: string): string | undefined {
  const { resolve } = createRequire(join(cwd, 'package.json'));
  try {
    return join(dirname(resolve(`${PACKAGE}/package.json`)), 'bin', 'services.js');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
}

/** Bad is only what was started and does not answer. */
function findingOf(parts: readonly Part[]): DoctorFinding {
  const detail = parts.map(describe).join('; ');
  if (parts.some(({ state }) => state === 'running')) {
    return { status: 'bad', detail, advice: 'see: npx cartwheel-services logs; then its down and up' };
  }
  if (parts.some(({ state }) => state === 'ready')) return { status: 'ok', detail };
  const cannot = parts.filter(({ engines }) => engines.length === 0).map(({ part }) => part);
  const install = cannot.length === 0 ? '' : `; for ${cannot.join(', ')} install podman or docker first`;
  return { status: 'off', detail, advice: `start them: npx cartwheel-services up${install}` };
}

function describe({ part, url, state, engine, engines, why }: Part): string {
  if (state === 'ready') return `${part} answers at ${url} (${engine})`;
  if (state === 'running') return `${part} runs (${engine}) and does not answer at ${url}: ${why}`;
  const by = engines.length === 0 ? 'nothing here can start it' : `${engines.join(', ')} can start it`;
  return `${part} ${engine === undefined ? 'is stopped' : `has ended (${engine})`}, ${by}`;
}
