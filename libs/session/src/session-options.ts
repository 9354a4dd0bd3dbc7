import type { TrainingCallback } from '@cartwheel/callbacks';
import { silentLogger, type Logger } from '@cartwheel/logging';
import type { Tracker } from '@cartwheel/tracking';
import { openLiveBroker } from './live-broker.ts';
import type { HealthOptions } from './observe/serve-health.ts';
import { openTelemetry } from './observe/telemetry.ts';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';
import { validTrackers } from './run-relays.ts';
import type { RunControl } from './run-control.ts';
import type { SessionEvent } from './session-event.ts';
import type { RunContext } from './train-run.ts';

/** What `runTraining`, `resume` and `fork` all take. */
export interface SessionOptions {
  /** The project folder; default `./cartwheel-runs`. */
  out?: string | undefined;
  /** Carry the live state in Redis; in memory otherwise. */
  redisUrl?: string | undefined;
  /**
   * One's own, beside those of the session. Those of a run that is resumed go on from what their `snapshot` gave: give the
   * same ones again.
   */
  callbacks?: readonly TrainingCallback[] | undefined;
  /** How long the run stays this process's after it was last heard of, in milliseconds. Default 30,000. */
  leaseTtlMs?: number | undefined;
  /**
   * Where the run is relayed to, in the background: ids of trackers, which are delivered to from a thread of their own
   * (`aim aim://HOST:PORT`, `mlflow http://HOST:PORT`, `tensorboard DIR`, `file:///DIR/FILE.ts TARGET` for one of your own),
   * or trackers themselves, which share the thread that trains.
   */
  trackers?: readonly (Tracker | string)[] | undefined;
  /** Keep what this process writes to standard output and error in the run's record. Default false. */
  captureConsole?: boolean | undefined;
  /** Aborted: the step in hand ends, a checkpoint and the final state are written, and the run is `finished`. */
  signal?: AbortSignal | undefined;
  /** Given before the first step: asks for checkpoints while the run trains. */
  onControl?: ((control: RunControl) => void) | undefined;
  onEvent?: ((event: SessionEvent) => void) | undefined;
  /** A server for Kubernetes' probes and for Prometheus, in a thread of its own. Default: none. */
  health?: HealthOptions | undefined;
  /** Silent by default. */
  logger?: Logger | undefined;
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: (() => number) | undefined;
}

/** The opened parts of a session, without a plan. */
export type OpenContext = Omit<RunContext, 'plan' | 'origin'> & AsyncDisposable;

/** Opens store and broker, which are closed with it. Throws `broker/unreachable` and `tracking/…`. */
export async function openContext(options: SessionOptions): Promise<OpenContext> {
  const logger = options.logger ?? silentLogger;
  const folder = projectFolder(options.out);
  const trackers = await validTrackers(options.trackers);
  const telemetry = await openTelemetry();
  const record = await openRecord(folder);
  const live = await openLiveBroker(options.redisUrl, logger).catch(async (error: unknown) => {
    await record[Symbol.asyncDispose]();
    throw error;
  });
  return {
    folder,
    store: record.store,
    broker: live.broker,
    logger,
    now: options.now ?? Date.now,
    callbacks: options.callbacks ?? [],
    trackers,
    captureConsole: options.captureConsole ?? false,
    isServedHere: options.redisUrl === undefined,
    leaseTtlMs: options.leaseTtlMs,
    signal: options.signal ?? new AbortController().signal,
    onControl: options.onControl ?? (() => undefined),
    onEvent: options.onEvent ?? (() => undefined),
    telemetry,
    health: options.health,
    async [Symbol.asyncDispose]() {
      try {
        await live[Symbol.asyncDispose]();
      } finally {
        await record[Symbol.asyncDispose]();
      }
    },
  };
}
