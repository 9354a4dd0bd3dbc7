import { CartwheelError } from '@cartwheel/async-guard';
import { BrokerError, type RunViewer } from '@cartwheel/broker';
import { connectToRun } from '@cartwheel/broker/local';
import type { RunStatus } from '@cartwheel/experiment-state';
import { silentLogger, type Logger } from '@cartwheel/logging';
import { selectRun } from '../find-run.ts';
import { openLiveBroker } from '../live-broker.ts';
import { projectFolder } from '../project-folder.ts';
import { openRecord } from '../record.ts';

/** Which run is watched, and how it is reached. */
export interface OpenRunViewOptions {
  /** An id, a unique prefix of one, or `latest`. */
  run: string;
  /** The project folder of a run that is trained on this machine without Redis; default `./cartwheel-runs`. */
  out?: string | undefined;
  /** The Redis that carries the run's state. */
  redisUrl?: string | undefined;
  logger?: Logger;
}

/** A run that another process trains, to be watched and steered. */
export interface RunView extends AsyncDisposable {
  readonly runId: string;
  readonly viewer: RunViewer;
}

/**
 * Finds a run and what carries its state: the Redis that is given, or the process on this machine that trains it.
 *
 * Throws `session/no-such-run`, `session/ambiguous-run`, `session/not-running`, `tracking/no-store` and
 * `broker/unreachable`.
 */
export async function openRunView({ run, out, redisUrl, logger = silentLogger }: OpenRunViewOptions): Promise<RunView> {
  return redisUrl === undefined ? openHere(run, out) : openInRedis(run, redisUrl, logger);
}

async function openInRedis(selector: string, redisUrl: string, logger: Logger): Promise<RunView> {
  const { broker } = await openLiveBroker(redisUrl, logger);
  try {
    const { runId } = selectRun(await broker.list(), selector);
    return { runId, viewer: broker, [Symbol.asyncDispose]: () => broker.close() };
  } catch (error) {
    await broker.close();
    throw error;
  }
}

async function openHere(selector: string, out: string | undefined): Promise<RunView> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const { runId, status } = selectRun(await record.store.runs(), selector);
  try {
    const viewer = await connectToRun(runId);
    return { runId, viewer, [Symbol.asyncDispose]: () => viewer.close() };
  } catch (cause) {
    if (!(cause instanceof BrokerError)) throw cause;
    throw notRunning(runId, status, cause);
  }
}

export function notRunning(runId: string, status: RunStatus, cause?: unknown): CartwheelError {
  return new CartwheelError(
    'session/not-running',
    `No process trains run ${runId} (status ${status}). One that is trained with Redis, or on another machine, is found with --redis URL.`,
    { cause },
  );
}
