import * as z from 'zod';
import { command } from '../command.ts';
import { programInPath } from '../program-in-path.ts';

export type ContainerProgram = 'podman' | 'docker';

export interface ContainerInfo {
  readonly version: string;
  readonly rootless: boolean;
  /** Before the subcommand. */
  readonly runtimeArgs: readonly string[];
  /** Of `run`. */
  readonly limitArgs: readonly string[];
}

const podmanSchema = z.object({
  host: z.object({ cgroupVersion: z.string(), security: z.object({ rootless: z.boolean() }) }),
  version: z.object({ Version: z.string() }),
});
const dockerSchema = z.object({ ServerVersion: z.string().min(1) });

/** A daemon that does not answer must not hold the choice of an engine. */
const INFO_TIMEOUT_MS = 10_000;

/** Podman's default for root is a million open files, which a sandbox may refuse; a development server needs few. */
const ROOT_LIMITS = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=512:512'];

/**
 * Asks the engine what it is.
 *
 * @throws Error when it does not answer, or with something else than a version
 */
export async function readInfo(program: ContainerProgram): Promise<ContainerInfo> {
  const format = program === 'podman' ? 'json' : '{{json .}}';
  const answer: unknown = JSON.parse(
    await command(program, ['info', '--format', format], { timeoutMs: INFO_TIMEOUT_MS }),
  );
  if (program === 'docker') return { ...noArgs, version: dockerSchema.parse(answer).ServerVersion, rootless: false };
  const { host, version } = podmanSchema.parse(answer);
  const { rootless } = host.security;
  return {
    version: version.Version,
    rootless,
    // crun fails on version 1 of cgroups.
    runtimeArgs: host.cgroupVersion === 'v1' && programInPath('runc') ? ['--runtime', 'runc'] : [],
    limitArgs: rootless ? [] : ROOT_LIMITS,
  };
}

const noArgs = { runtimeArgs: [], limitArgs: [] };
