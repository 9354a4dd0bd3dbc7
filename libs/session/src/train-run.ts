import type { Algorithm } from '@cartwheel/algorithms';
import type { ExperimentBroker } from '@cartwheel/broker';
import { composeCallbacks, type TrainingCallback } from '@cartwheel/callbacks';
import type { Logger } from '@cartwheel/logging';
import type { RunStore, Tracker } from '@cartwheel/tracking';
import { beginRun, type ActiveRun } from './begin-run.ts';
import { captureConsole } from './console-capture.ts';
import { failRun, finishRun } from './end-run.ts';
import { observeRun } from './observe/observe-run.ts';
import type { HealthOptions } from './observe/serve-health.ts';
import type { Telemetry } from './observe/telemetry.ts';
import type { RunPlan } from './plan-run.ts';
import type { RunOrigin } from './resume/run-origin.ts';
import type { RunControl } from './run-control.ts';
import type { ProjectFolder } from './project-folder.ts';
import { startPointFeed } from './point-feed.ts';
import { startRelays } from './run-relays.ts';
import type { RunResult, SessionEvent } from './session-event.ts';

/** A plan, and the opened parts that it runs on. */
export interface RunContext {
  plan: RunPlan;
  /** Where the run goes on from, if it does not begin anew. */
  origin?: RunOrigin;
  folder: ProjectFolder;
  store: RunStore;
  broker: ExperimentBroker;
  logger: Logger;
  now: () => number;
  callbacks: readonly TrainingCallback[];
  /** Where the run is relayed to from its record. */
  trackers: readonly (Tracker | string)[];
  /** Keep what the process writes to its output in the record. */
  captureConsole: boolean;
  signal: AbortSignal;
  /** Others on this machine may watch and steer the run through a socket. Default false. */
  isServedHere?: boolean;
  /** Of the writer's lease; the default otherwise. */
  leaseTtlMs?: number | undefined;
  onControl?: (control: RunControl) => void;
  onEvent: (event: SessionEvent) => void;
  telemetry: Telemetry;
  /** A server for probes and Prometheus. */
  health?: HealthOptions | undefined;
}

/** At the end of a run; the record is complete whether or not the broker is there. */
const FEED_BUDGET_MS = 2_000;

/** One run from its first checkpoint, or the one that it goes on from, to its last word. */
export async function trainRun(context: RunContext, model: Algorithm): Promise<RunResult> {
  await using run = await beginRun(context, model);
  await using observed = await observeRun(context, run);
  return await observed.within(() => learnAndFinish(context, model, run, observed.callbacks));
}

async function learnAndFinish(
  context: RunContext,
  model: Algorithm,
  run: ActiveRun,
  observers: readonly TrainingCallback[],
): Promise<RunResult> {
  const { runId, scope } = run;
  const relays = startRelays({ ...context, runId, scope });
  // Who watches a run of this process alone reads the record itself.
  const feed =
    context.isServedHere === true ? undefined : startPointFeed({ ...context, runId, lease: run.lease, scope });
  const output = context.captureConsole ? captureConsole({ ...context, runId, scope }) : undefined;
  try {
    const learned = await model.learn({
      untilTimesteps: context.plan.totalTimesteps,
      callbacks: [composeCallbacks([...observers, run.callbacks], { scope })],
      signal: run.signal,
      now: context.now,
    });
    run.lease.lost.throwIfAborted();
    await run.steering.close(learned.timesteps);
    return await finishRun(context, run, model, learned);
  } catch (error) {
    await failRun(context, run, error);
    throw error;
  } finally {
    // When the record is complete.
    await output?.end();
    await Promise.all([feed?.finish(FEED_BUDGET_MS), relays.finish()]);
  }
}
