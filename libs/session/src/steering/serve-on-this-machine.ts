import { serveRun } from '@cartwheel/broker/local';
import type { RunContext } from '../train-run.ts';

/** Opens the run to other processes on this machine. Where that fails it is trained nevertheless, and says so. */
export async function serveOnThisMachine(
  { broker, logger }: Pick<RunContext, 'broker' | 'logger'>,
  runId: string,
): Promise<AsyncDisposable | undefined> {
  const onError = (error: Error): void => logger.debug('a watcher of the run broke off', { runId, error });
  try {
    return await serveRun(broker, runId, { onError });
  } catch (error) {
    logger.warn('the run cannot be watched or steered from other processes', { runId, error });
    return undefined;
  }
}
