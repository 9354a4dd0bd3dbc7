import { createProgressBar } from '@cartwheel/callbacks';
import type { RunResult, SessionOptions } from '@cartwheel/session';
import type { CommonOptions } from './commands/common-options.ts';
import type { DashboardFlag } from './commands/dashboard-option.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { openDashboard } from './open-dashboard.ts';
import { printJsonLine } from './output/json-lines.ts';
import { printSummary } from './output/print-summary.ts';
import { openProcess } from './process/open-process.ts';

/**
 * Trains as the common options say: with JSON lines or a progress bar, and stopped by Ctrl-C. `train` is called `times` in
 * a row, until one fails or is stopped.
 */
export async function trainWith(
  options: CommonOptions & DashboardFlag,
  train: (session: SessionOptions, index: number) => Promise<RunResult>,
  times = 1,
): Promise<ExitCode> {
  await using program = openProcess(options);
  const { logger, signal } = program;
  await using dashboard = await openDashboard(options);
  if (dashboard !== undefined) logger.debug('the dashboard listens', { url: dashboard.url });
  const session = { out: options.out, redisUrl: options.redis, captureConsole: true, logger, signal };
  for (let index = 0; index < times; index++) {
    const result = await unlessAborted(signal, () =>
      trainShown(options, (shown) => train({ ...session, ...shown }, index)),
    );
    if (signal.aborted) return EXIT.interrupted;
    if (result?.status === 'failed') return EXIT.failed;
  }
  return EXIT.done;
}

/** Nothing where the signal ended it before there was a result: a resume that waited for its run. */
async function unlessAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  }
}

async function trainShown(
  options: CommonOptions,
  train: (shown: Pick<SessionOptions, 'onEvent' | 'callbacks'>) => Promise<RunResult>,
): Promise<RunResult> {
  if (options.json) return train({ onEvent: printJsonLine });
  const bar = createProgressBar({
    write: (text) => void process.stderr.write(text),
    isTTY: process.stderr.isTTY,
    columns: () => process.stderr.columns || undefined,
  });
  const result = await train({ callbacks: [bar] });
  printSummary(result, options.out);
  return result;
}
