import { hostname } from 'node:os';
import type { Algorithm } from '@cartwheel/algorithms';
import { createErrorSink, createLagMonitor, createScope, type LagMonitor, type Scope } from '@cartwheel/async-guard';
import {
  createMetricAggregator,
  createProgressDispatcher,
  type MetricAggregator,
  type ProgressDispatcher,
  type TrainingCallback,
} from '@cartwheel/callbacks';
import { createExperimentState, createRunId, type ExperimentState } from '@cartwheel/experiment-state';
import type { Logger } from '@cartwheel/logging';
import { createCheckpointer, type Checkpointer } from './checkpointer.ts';
import { createLiveState, type LiveState } from './live-state.ts';
import { runCallbacks } from './run-callbacks.ts';
import { takeLease, type RunLease } from './run-lease.ts';
import { serveOnThisMachine } from './steering/serve-on-this-machine.ts';
import { steerRun, type RunSteering } from './steering/steer-run.ts';
import { createStoreSink } from './store-sink.ts';
import type { RunContext } from './train-run.ts';

/** A run whose row, first checkpoint and first state are written. Disposed, nothing of it runs any more. */
export interface ActiveRun extends AsyncDisposable {
  readonly runId: string;
  readonly lease: RunLease;
  readonly live: LiveState;
  readonly aggregator: MetricAggregator;
  readonly dispatcher: ProgressDispatcher;
  /** Of the event loop that training shares with everything else. */
  readonly lag: LagMonitor;
  readonly checkpointer: Checkpointer;
  readonly steering: RunSteering;
  /** Whatever runs in the background of the run lives in it. */
  readonly scope: Scope;
  /** Those of the session itself, in the order in which they are to be told. */
  readonly callbacks: readonly TrainingCallback[];
  /** Ends training: the caller's wish, or a lost lease. */
  readonly signal: AbortSignal;
}

export async function beginRun(context: RunContext, model: Algorithm): Promise<ActiveRun> {
  const { store, broker, now, telemetry } = context;
  const initial = firstState(context, model);
  const { runId } = initial;
  const scope = openScope(runId, context.logger);
  const checkpointer = createCheckpointer(runId, context);
  await recordStart(context, model, initial, checkpointer);
  const created = await broker.create(initial);
  const lease = await takeLease(broker, runId, {
    owner: `${hostname()}:${process.pid}`,
    scope,
    ttlMs: context.leaseTtlMs,
  });
  const live = createLiveState({
    broker: telemetry.publisher(broker),
    lease,
    initial: { ...created, writerEpoch: lease.epoch },
    scope,
    now,
  });
  const aggregator = createMetricAggregator();
  const dispatcher = createProgressDispatcher({
    runId,
    sinks: telemetry.sinks([createStoreSink(store), live.sink]),
    scope,
  });
  const lag = createLagMonitor();
  const steering = steerRun(context, { runId, live, checkpointer, scope });
  const served = context.isServedHere === true ? await serveOnThisMachine(context, runId) : undefined;
  const parts = { runId, lease, live, aggregator, dispatcher, lag, checkpointer, steering, scope };
  return {
    ...parts,
    callbacks: runCallbacks(context, parts),
    signal: AbortSignal.any([context.signal, lease.lost]),
    async [Symbol.asyncDispose]() {
      lag[Symbol.dispose]();
      await steering.close(live.current.progress.timesteps);
      await served?.[Symbol.asyncDispose]();
      await scope.spawn('release lease', () => lease.release(), { timeoutMs: 2_000 });
      await scope.close();
    },
  };
}

/** Whatever fails in the background of the run is a line in its log. */
function openScope(runId: string, logger: Logger): Scope {
  const sink = createErrorSink(({ name, code, error }) =>
    logger.warn(`${name}: ${error.message}`, { runId, task: name, outcome: code, error }),
  );
  return createScope({ name: 'session', runId, sink });
}

function firstState({ plan, now }: RunContext, model: Algorithm): ExperimentState {
  const { experiment, tags, algo, env, seed } = plan.config;
  return createExperimentState({
    runId: createRunId(),
    experiment,
    tags,
    algorithm: algo,
    env,
    seed,
    hyperparameters: { ...model.hyperparameters },
    totalTimesteps: plan.totalTimesteps,
    host: {
      hostname: hostname(),
      pid: process.pid,
      platform: `${process.platform}-${process.arch}`,
      runtime: `node ${process.version}`,
      engine: model.engine.build,
    },
    createdAt: now(),
  });
}

/** The run's row and a step-0 checkpoint are on disk before the first step. */
async function recordStart(
  { plan, store }: RunContext,
  model: Algorithm,
  state: ExperimentState,
  checkpointer: Checkpointer,
): Promise<void> {
  const { runId, experiment, algorithm, env, seed, tags, hyperparameters, createdAt, updatedAt } = state;
  const weightsHash = await model.save(checkpointer.dirFor(0));
  await store.createRun({
    runId,
    experiment,
    algorithm,
    env,
    seed,
    tags,
    hyperparameters,
    createdAt,
    updatedAt,
    status: 'created',
    config: plan.config,
    timesteps: 0,
    totalTimesteps: plan.totalTimesteps,
    error: null,
    summary: {},
  });
  await checkpointer.note(0, weightsHash);
  await store.flush();
}
