import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { TrainingCallback } from '../training-callback/training-callback.ts';

/**
 * Spans of a training: `cartwheel.training` around `cartwheel.rollout`, `cartwheel.update`, `cartwheel.evaluation` and
 * `cartwheel.checkpoint`, each with the environment steps done. To be the first of the callbacks, so that an evaluation's
 * span begins where the evaluation does.
 */
export function createTracingCallback(tracer: Tracer): TrainingCallback {
  let around: Context | undefined;
  let training: Span | undefined;
  let rollout: Span | undefined;
  /** When the last thing happened: what comes next, and is only told at its end, began then. Milliseconds. */
  let since = 0;

  function start(name: string, startTime: number, attributes: Attributes = {}): Span {
    return tracer.startSpan(name, { startTime, attributes }, around ?? context.active());
  }

  function told(name: string, time: number, attributes: Attributes): void {
    start(name, since, attributes).end(time);
    since = time;
  }

  return {
    name: 'OpenTelemetry',
    onTrainingStart({ time, totalTimesteps }, { algorithm, envId, seed }) {
      const outer = context.active();
      training = start('cartwheel.training', time, {
        'cartwheel.algorithm': algorithm,
        'cartwheel.env': envId,
        'cartwheel.seed': seed,
        'cartwheel.total_timesteps': totalTimesteps,
      });
      around = trace.setSpan(outer, training);
      since = time;
    },
    onRolloutStart({ time, timesteps }) {
      rollout = start('cartwheel.rollout', time, { 'cartwheel.timesteps': timesteps });
      since = time;
    },
    onStep({ time }) {
      since = time;
    },
    onRolloutEnd({ time }) {
      rollout?.end(time);
      rollout = undefined;
      since = time;
    },
    onUpdate: ({ time, timesteps, updates }) =>
      told('cartwheel.update', time, { 'cartwheel.timesteps': timesteps, 'cartwheel.updates': updates }),
    onEvaluation: ({ time, timesteps, result }) =>
      told('cartwheel.evaluation', time, {
        'cartwheel.timesteps': timesteps,
        'cartwheel.mean_return': result.meanReturn,
      }),
    onCheckpoint: ({ time, timesteps }) => told('cartwheel.checkpoint', time, { 'cartwheel.timesteps': timesteps }),
    onError({ error }) {
      training?.recordException(error instanceof Error ? error : String(error));
      training?.setStatus({ code: SpanStatusCode.ERROR });
    },
    onTrainingEnd({ time, timesteps }) {
      rollout?.end(time);
      training?.setAttribute('cartwheel.timesteps', timesteps).end(time);
    },
  };
}
