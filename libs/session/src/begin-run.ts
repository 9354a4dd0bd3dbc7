import type { Algorithm } from '@cartwheel/algorithms';
import {
  createErrorSink,
  createLagMonitor,
  createScope,
  type LagMonitor,
  type Scope,
  yieldToEventLoop,
} from '@cartwheel/async-guard';
import {
  composeCallbacks,
  createMetricAggregator,
  createProgressDispatcher,
  type MetricAggregator,
  type ProgressDispatcher,
  type TrainingCallback,
} from '@cartwheel/callbacks';
import type { ExperimentState } from '@cartwheel/experiment-state';
import type { Logger } from '@cartwheel/logging';
import { openCheckpoints } from './checkpoint/open-checkpoints.ts';
import { createPointLedger, pointKey, type LastPoints, type PointLedger } from './checkpoint/point-ledger.ts';
import type { RunCheckpoints } from './checkpoint/run-checkpoints.ts';
import { memoryOf } from './checkpoint/session-memory.ts';
import { firstState, recordState } from './first-state.ts';
import { createLiveState, type LiveState } from './live-state.ts';
import type { RunOrigin } from './resume/run-origin.ts';
import { runCallbacks } from './run-callbacks.ts';
import { noteTrackers } from './run-relays.ts';
import { takeLease, type RunLease } from './run-lease.ts';
import { serveOnThisMachine } from './steering/serve-on-this-machine.ts';
import { steerRun, type RunSteering } from './steering/steer-run.ts';
import type { RunContext } from './train-run.ts';
import { writerName } from './writer/writer-name.ts';

/** Between two documents to a broker that is another process. */
const OUTSIDE_EVERY_MS = 200;

/** A run whose row, first checkpoint and first state are written. Disposed, nothing of it runs any more. */
export interface ActiveRun extends AsyncDisposable {
  readonly runId: string;
  readonly lease: RunLease;
  readonly live: LiveState;
  readonly aggregator: MetricAggregator;
  readonly dispatcher: ProgressDispatcher;
  /** Of the event loop that training shares with everything else. */
  readonly lag: LagMonitor;
  readonly checkpoints: RunCheckpoints;
  readonly steering: RunSteering;
  /** Whatever runs in the background of the run lives in it. */
  readonly scope: Scope;
  /** Those of the session itself, in the order in which they are to be told, and the caller's. */
  readonly callbacks: TrainingCallback;
  /** Wall time of training before the run was resumed. */
  readonly secondsBefore: number;
  /** Ends training: the caller's wish, or a lost lease. */
  readonly signal: AbortSignal;
}

export async function beginRun(context: RunContext, model: Algorithm): Promise<ActiveRun> {
  const { telemetry, origin = {} } = context;
  const initial = firstState(context, model);
  const { runId } = initial;
  const memory = origin.checkpoint === undefined ? undefined : memoryOf(origin.checkpoint);
  const scope = openScope(runId, context.logger);
  await recordState(context, initial);
  await noteTrackers(context.store, runId, context.trackers);
  const { lease, version } = await enterBroker(context, initial, scope);
  const live = openLiveState(context, { ...initial, version, writerEpoch: lease.epoch }, lease, scope);
  const aggregator = createMetricAggregator();
  if (memory !== undefined) aggregator.restore(memory.aggregator);
  const ledger = openLedger(context, runId, memory?.last);
  const sinks = telemetry.sinks([ledger.sink, live.sink]);
  const dispatcher = ledger.guard(createProgressDispatcher({ runId, sinks, scope }));
  const lag = createLagMonitor();
  const checkpoints = openCheckpoints(context, { model, live, aggregator, ledger, callbacks: () => callbacks });
  const steering = steerRun(context, { runId, live, checkpoints, scope });
  const parts = { runId, lease, live, aggregator, dispatcher, lag, checkpoints, steering, scope };
  const callbacks = composeCallbacks([...runCallbacks(context, parts), ...context.callbacks], { scope });
  if (memory !== undefined) callbacks.restore?.(memory.callbacks);
  // What came before and the copies of a checkpoint are too much for one turn of the event loop.
  await yieldToEventLoop();
  if (needsFirstCheckpoint(origin)) await checkpoints.take();
  const served = context.isServedHere === true ? await serveOnThisMachine(context, runId) : undefined;
  context.onControl?.({ runId, checkpoint: () => checkpoints.request() });
  return {
    ...parts,
    callbacks,
    secondsBefore: origin.run === undefined ? 0 : (memory?.seconds ?? 0),
    signal: AbortSignal.any([context.signal, lease.lost]),
    async [Symbol.asyncDispose]() {
      lag[Symbol.dispose]();
      await steering.close(live.current.progress.timesteps);
      await served?.[Symbol.asyncDispose]();
      await checkpoints[Symbol.asyncDispose]();
      await scope.spawn('release lease', () => lease.release(), { timeoutMs: 2_000 });
      await scope.close();
    },
  };
}

/** A run that goes on as it was stands where its last checkpoint is; other settings count once a checkpoint holds them. */
function needsFirstCheckpoint({ run, checkpoint, hasChanged = false }: RunOrigin): boolean {
  return run === undefined || checkpoint === undefined || hasChanged;
}

/** Whatever fails in the background of the run is a line in its log. */
function openScope(runId: string, logger: Logger): Scope {
  const sink = createErrorSink(({ name, code, error }) =>
    logger.warn(`${name}: ${error.message}`, { runId, task: name, outcome: code, error }),
  );
  return createScope({ name: 'session', runId, sink });
}

/** Puts the run in the broker where it isn't, and takes its lease; gives the version that stands there. */
async function enterBroker(
  { broker, leaseTtlMs: ttlMs }: RunContext,
  initial: ExperimentState,
  scope: Scope,
): Promise<{ lease: RunLease; version: number }> {
  const { runId } = initial;
  if ((await broker.read(runId)) === null) await broker.create(initial);
  const lease = await takeLease(broker, runId, { owner: writerName(), scope, ttlMs });
  return { lease, version: (await broker.read(runId))?.version ?? initial.version };
}

function openLiveState(
  { broker, now, telemetry, logger, isServedHere = false }: RunContext,
  initial: ExperimentState,
  lease: RunLease,
  scope: Scope,
): LiveState {
  const publisher = telemetry.publisher(broker);
  return createLiveState({
    broker: {
      publish: (state, options) => publisher.publish(state, options),
      create: (state) => broker.create(state),
    },
    onRestored: ({ code, message }) => logger.warn(`put there again: ${message}`, { runId: initial.runId, code }),
    lease,
    initial,
    scope,
    now,
    // A document that leaves the process costs training more than one that stays in it.
    ...(isServedHere ? {} : { everyMs: OUTSIDE_EVERY_MS }),
  });
}

function openLedger(
  { store, logger, origin = {} }: RunContext,
  runId: string,
  last: LastPoints | undefined,
): PointLedger {
  let hasWarned = false;
  return createPointLedger({
    store,
    recorded: new Map((origin.recorded ?? []).map((point) => [pointKey(point), point.value])),
    last,
    onDifference({ name, step, value }, recorded) {
      if (hasWarned) return;
      hasWarned = true;
      logger.error(`${name} at step ${step} was recorded as ${recorded} and is ${value} now: the resume is not exact`, {
        runId,
      });
    },
  });
}
