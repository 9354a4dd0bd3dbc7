import { createErrorSink, createShutdown, setErrorSink } from '@cartwheel/async-guard';
import { shutDownOnSignals } from '@cartwheel/async-guard/node';
import { logUntilExit, type RootLogger } from '@cartwheel/logging';
import type { CommonOptions } from '../commands/common-options.ts';
import { openLogger } from '../output/open-logger.ts';

/** What a command that works for long has around it. Disposed, its log is written and no handler is left. */
export interface OpenProcess extends AsyncDisposable {
  readonly logger: RootLogger;
  /** Aborted by the first Ctrl-C or SIGTERM; a second exits at once. */
  readonly signal: AbortSignal;
}

/**
 * For a last checkpoint on a slow disk. Whoever will not wait sends a second signal, and Kubernetes has a grace period of
 * its own.
 */
const DRAIN_BUDGET_MS = 600_000;

/**
 * A logger that loses no line, also at an uncaught error; the process-wide sink of failures, which are lines in it; and the
 * order of a shutdown: the command's work ends, then the log.
 */
export function openProcess(options: CommonOptions): OpenProcess {
  const logger = openLogger(options);
  const sink = createErrorSink(({ name, scopes, runId, code, error }) =>
    logger.warn(`${[...scopes, name].join(' > ')}: ${error.message}`, { runId, task: name, outcome: code, error }),
  );
  const takeBackSink = setErrorSink(sink);
  const shutdown = createShutdown({ sink, budgetsMs: { drain: DRAIN_BUDGET_MS } });
  const work = new AbortController();
  shutdown.add('drain', 'the work in hand', () => endOf(work.signal));
  shutdown.add('logs', 'log', async () => void (await logger.close()));
  const handlers = shutDownOnSignals(shutdown, {
    onShutdown: (signal) =>
      logger.info('stopping: the step in hand ends, then the model and the state are written; again exits at once', {
        signal,
      }),
  });
  const takeOffUncaught = logUntilExit(logger, { signals: [] });
  return {
    logger,
    signal: shutdown.signal,
    async [Symbol.asyncDispose]() {
      work.abort();
      await (shutdown.signal.aborted ? shutdown.run('ended') : logger.close());
      takeOffUncaught();
      handlers[Symbol.dispose]();
      takeBackSink();
    },
  };
}

function endOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
