import type { RootLogger } from './logger.ts';

/** What `logUntilExit` takes. */
export interface LogUntilExitOptions {
  /** Signals that end the process here. Default: SIGTERM; give `[]` where the program handles its signals itself. */
  readonly signals?: readonly NodeJS.Signals[] | undefined;
}

/**
 * Sees to it that the lines before a signal or an uncaught error are written: logs what ended the process, closes the
 * logger, and ends the process as it would have ended without (by the signal; with exit code 1).
 *
 * @returns What takes the handlers away again.
 */
export function logUntilExit(logger: RootLogger, { signals = ['SIGTERM'] }: LogUntilExitOptions = {}): () => void {
  const endFailed = async (error: unknown): Promise<void> => {
    logger.error('uncaught error', { error });
    await logger.close();
    // The program's state is not to be trusted any more: nothing but the log is seen to.
    process.exit(1);
  };
  const endBySignal = async (signal: NodeJS.Signals): Promise<void> => {
    logger.info('ended by a signal', { signal });
    await logger.close();
    remove();
    process.kill(process.pid, signal);
  };
  // quality-ignore unguarded -- the process ends with it
  const onUncaught = (thrown: unknown): void => void endFailed(thrown);
  // quality-ignore unguarded -- the process ends with it
  const onSignal = (signal: NodeJS.Signals): void => void endBySignal(signal);
  const remove = (): void => {
    process.off('uncaughtException', onUncaught);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('uncaughtException', onUncaught);
  for (const signal of signals) process.on(signal, onSignal);
  return remove;
}
