import type { TrainingCallback } from '@cartwheel/callbacks';
import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { silentLogger, type Logger } from '@cartwheel/logging';
import type { Tracker } from '@cartwheel/tracking';
import { loadEnv } from './load-env.ts';
import { openLiveBroker } from './live-broker.ts';
import { openModel } from './open-model.ts';
import type { HealthOptions } from './observe/serve-health.ts';
import { openTelemetry } from './observe/telemetry.ts';
import { planRun, type RunPlan } from './plan-run.ts';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';
import { openTrackers } from './run-relays.ts';
import type { RunResult, SessionEvent } from './session-event.ts';
import { trainRun, type RunContext } from './train-run.ts';

export interface RunTrainingOptions {
  config: TrainConfigInput;
  /** The project folder; default `./cartwheel-runs`. */
  out?: string;
  /** Carry the live state in Redis; in memory otherwise. */
  redisUrl?: string;
  /** How long the run stays this process's after it was last heard of, in milliseconds. Default 30,000. */
  leaseTtlMs?: number;
  /** One's own, beside those of the session. */
  callbacks?: readonly TrainingCallback[];
  /**
   * Where the run is relayed to, in the background: trackers, or their ids: `aim aim://HOST:PORT`,
   * `mlflow http://HOST:PORT`, `tensorboard DIR`.
   */
  trackers?: readonly (Tracker | string)[];
  /** Keep what this process writes to standard output and error in the run's record. Default false. */
  captureConsole?: boolean;
  /** Aborted: the step in hand ends, the model and the final state are written, and the run is `finished`. */
  signal?: AbortSignal;
  onEvent?: (event: SessionEvent) => void;
  /** A server for Kubernetes' probes and for Prometheus, in a thread of its own. Default: none. */
  health?: HealthOptions;
  /** Silent by default. */
  logger?: Logger;
  /** Milliseconds since the epoch; `Date.now` by default. */
  now?: () => number;
}

/**
 * Trains a run as a whole: config → learner → callbacks → dispatcher → store and broker; shut down in order.
 *
 * Before the first step it throws `experiment-state/invalid-config`, `envs/unknown-env`, `session/no-env-file`,
 * `session/invalid-env-file`, `algorithms/…`,
 * `broker/unreachable`, `tracking/…`, `aim/bad-url` or `mlflow/bad-url`. A failure while training is written to the run's
 * state and record, status `failed`, and then thrown.
 */
export async function runTraining(options: RunTrainingOptions): Promise<RunResult> {
  const logger = options.logger ?? silentLogger;
  const plan = await loadPlannedEnv(planRun(options.config), logger);
  const trackers = await openTrackers(options.trackers);
  using learner = await openModel(plan, logger);
  const folder = projectFolder(options.out);
  await using record = await openRecord(folder);
  await using live = await openLiveBroker(options.redisUrl, logger);
  const context: RunContext = {
    plan,
    folder,
    store: record.store,
    broker: live.broker,
    logger,
    now: options.now ?? Date.now,
    callbacks: options.callbacks ?? [],
    trackers,
    captureConsole: options.captureConsole ?? false,
    signal: options.signal ?? new AbortController().signal,
    isServedHere: options.redisUrl === undefined,
    leaseTtlMs: options.leaseTtlMs,
    onEvent: options.onEvent ?? (() => undefined),
    telemetry: await openTelemetry(),
    health: options.health,
  };
  return await trainRun(context, learner.model);
}

/** An environment of a file is known by the file's absolute path from here on, so that others find it again. */
async function loadPlannedEnv(plan: RunPlan, logger: Logger): Promise<RunPlan> {
  const env = await loadEnv(plan.config.env, { onWarning: (message) => logger.warn(message) });
  return { ...plan, config: { ...plan.config, env } };
}
