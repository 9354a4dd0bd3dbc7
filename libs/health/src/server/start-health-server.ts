import { Worker } from 'node:worker_threads';
import { CartwheelError, createErrorSink, guard } from '@cartwheel/async-guard';
import type { HealthMonitor } from '../health-monitor.ts';
import { Heartbeat } from './heartbeat.ts';
import type { FromWorker, Metrics, ToWorker, WorkerSettings } from './protocol.ts';

/** What `startHealthServer` takes. */
export interface HealthServerOptions {
  readonly monitor: HealthMonitor;
  /** Default: 0, a free one. */
  readonly port?: number | undefined;
  /** Default: `127.0.0.1`. In a container: `0.0.0.0`, as the kubelet asks from outside. */
  readonly host?: string | undefined;
  /** Milliseconds between two runs of the checks. Default: 1,000. */
  readonly checkEveryMs?: number | undefined;
  /** A main loop that is silent for longer is called blocked, and is not ready. Milliseconds. Default: 1,000. */
  readonly blockedAfterMs?: number | undefined;
  /** A main loop that is silent for longer is worth a restart: `/livez` says 503. Milliseconds. Default: 120,000. */
  readonly deadAfterMs?: number | undefined;
  /** The page at `/metrics`, read after each run of the checks. Default: none, and 404. */
  readonly metrics?: (() => Metrics | PromiseLike<Metrics>) | undefined;
  /** Hears of an unreadable metrics page, or of a worker that ended early. */
  readonly onError: (error: Error) => void;
}

/** Answers `/livez`, `/readyz`, `/startupz` and `/metrics` from a worker thread. Does not keep the process alive. */
export interface HealthServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Stops the checks and the worker; resolves when the port is free. */
  close(): Promise<void>;
}

/** Ten beats within the default of `blockedAfterMs`. */
const BEAT_EVERY_MS = 100;

/**
 * Starts the server; resolves when it listens and the checks ran once.
 *
 * @throws `health/listen-failed` if the port cannot be had.
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { host = '127.0.0.1', port: wanted = 0, checkEveryMs = 1_000, onError } = options;
  const { blockedAfterMs = 1_000, deadAfterMs = 120_000 } = options;
  const heartbeat = new Heartbeat();
  heartbeat.beat();
  const settings = { heartbeat: heartbeat.buffer, host, port: wanted, blockedAfterMs, deadAfterMs };
  const worker = startWorker(settings);
  const port = await listening(worker, settings);
  worker.on('error', onError);
  // A check that takes longer than the pause is not run twice at once.
  const report = guard(createReporter(worker, options), {
    name: 'health.report',
    mode: 'drop',
    sink: createErrorSink(({ error }) => onError(error)),
  });
  await report();
  // quality-ignore unguarded -- it writes to shared memory
  const beating = setInterval(() => heartbeat.beat(), BEAT_EVERY_MS).unref();
  const checking = setInterval(() => void report().catch(onError), checkEveryMs).unref();
  worker.unref();
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    clearInterval(beating);
    clearInterval(checking);
    closing ??= end(worker);
    return closing;
  };
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { port, url, close, [Symbol.asyncDispose]: close };
}

/** The built one from the built library, the TypeScript one from the sources. */
function startWorker(workerData: WorkerSettings): Worker {
  // Without its parent's flags: they were meant for another entry, and some are not allowed in a worker.
  const options = { name: 'cartwheel-health', execArgv: [], workerData };
  return import.meta.url.endsWith('.ts')
    ? new Worker(new URL('./worker/start-from-source.js', import.meta.url), options)
    : new Worker(new URL('./worker/worker.js', import.meta.url), options);
}

function listening(worker: Worker, { host, port }: WorkerSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: Error): void => {
      const text = `expected to listen on ${host}:${port}, got: ${message}. Choose another port, or 0 for a free one`;
      reject(new CartwheelError('health/listen-failed', text, { cause }));
    };
    const onEarlyError = (error: Error): void => fail(error.message, error);
    worker.once('error', onEarlyError);
    worker.once('message', (message: FromWorker) => {
      worker.off('error', onEarlyError);
      if (message.kind === 'listening') resolve(message.port);
      else fail(message.message);
    });
  });
}

function createReporter(worker: Worker, { monitor, metrics, onError }: HealthServerOptions): () => Promise<void> {
  const readMetrics = async (): Promise<Metrics | undefined> => {
    try {
      return await metrics?.();
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  };
  return async () => {
    const [report, page] = await Promise.all([monitor.check(), readMetrics()]);
    const message: ToWorker = { kind: 'report', report, metrics: page };
    worker.postMessage(message, []);
  };
}

function end(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.ref();
    worker.once('exit', () => resolve());
    const message: ToWorker = { kind: 'close' };
    worker.postMessage(message, []);
  });
}
