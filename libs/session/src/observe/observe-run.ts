import { createTrace, withLogFields, withTrace, type LogFields } from '@cartwheel/logging';
import type { TrainingCallback } from '@cartwheel/callbacks';
import type { ActiveRun } from '../begin-run.ts';
import type { RunContext } from '../train-run.ts';
import { createLogCallback } from './log-callback.ts';
import { serveHealth } from './serve-health.ts';
import { createTrainingWitness } from './training-witness.ts';

/** Those who look at a run from outside: its log, probes and traces. */
export interface ObservedRun extends AsyncDisposable {
  /** To be told of training beside the session's own. */
  readonly callbacks: readonly TrainingCallback[];
  /** Runs what the run does: all lines written meanwhile have the run's id, the step and one trace. */
  within<T>(action: () => Promise<T>): Promise<T>;
}

/** Throws `health/listen-failed`. */
export async function observeRun(context: RunContext, run: ActiveRun): Promise<ObservedRun> {
  const witness = createTrainingWitness(context.now);
  const fields = (): LogFields => ({ runId: run.runId, step: witness.timesteps });
  const { health } = context;
  const server = health && (await withLogFields(fields, () => serveHealth(context, health, run, witness)));
  return {
    callbacks: [...context.telemetry.callbacks, witness.callback, createLogCallback(context.logger)],
    within: (action) =>
      context.telemetry.within((trace = createTrace()) => withTrace(trace, () => withLogFields(fields, action))),
    async [Symbol.asyncDispose]() {
      await server?.[Symbol.asyncDispose]();
    },
  };
}
