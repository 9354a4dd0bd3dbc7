import { execa } from 'execa';
import { DevServiceError } from '../dev-service-error.ts';

export interface CommandOptions {
  /** Default: a minute. */
  timeoutMs?: number;
}

/** How a program ended whose failure is an answer. */
export interface Answer {
  readonly ok: boolean;
  /** What it wrote to standard output. */
  readonly output: string;
  /** What it wrote to both, in the order written. */
  readonly all: string;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Runs a program to its end and gives what it wrote to standard output.
 *
 * @throws DevServiceError `ENGINE_FAILED` with the last line of what it wrote
 */
export async function command(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { ok, output, all, cause } = await run(program, args, options);
  if (ok) return output;
  const lastLine = all.trim().split('\n').at(-1) ?? '';
  const why = lastLine === '' ? (cause?.message ?? 'it failed and said nothing') : lastLine;
  throw new DevServiceError('ENGINE_FAILED', `${program}: ${why}`, { cause });
}

/** As {@link command}, where a failure is an answer, too. */
export function ask(program: string, args: readonly string[]): Promise<Answer> {
  return run(program, args, {});
}

async function run(
  program: string,
  args: readonly string[],
  { timeoutMs = DEFAULT_TIMEOUT_MS }: CommandOptions,
): Promise<Answer & { cause: Error | undefined }> {
  const result = await execa(program, args, { reject: false, all: true, timeout: timeoutMs, stdin: 'ignore' });
  return {
    ok: !result.failed,
    output: result.stdout,
    all: result.all,
    cause: result instanceof Error ? result : undefined,
  };
}
