import { inspect } from 'node:util';
import type * as OpenTelemetryApi from '@opentelemetry/api';
import type { ExperimentBroker } from '@cartwheel/broker';
import type { MetricSink, TrainingCallback } from '@cartwheel/callbacks';
import type { TraceContext } from '@cartwheel/logging';
import type { Delivery } from '@cartwheel/tracking';

export type Publisher = Pick<ExperimentBroker, 'publish'>;

/** What an observability system is told of a run. */
export interface Telemetry {
  readonly callbacks: readonly TrainingCallback[];
  /** The same publisher, watched. */
  publisher(publisher: Publisher): Publisher;
  /** The same sinks, watched, and one's own. */
  sinks(sinks: readonly MetricSink[]): readonly MetricSink[];
  /** What is told of each delivery of a run to a tracker, if anybody listens; of the span in which it is asked for. */
  deliveries(runId: string): ((tracker: string, delivery: Delivery) => void) | undefined;
  /** Runs what a run does in a span around all others, and tells it the span's ids. */
  within<T>(action: (trace?: TraceContext) => Promise<T>): Promise<T>;
}

/** Where nobody listens. */
export const noTelemetry: Telemetry = {
  callbacks: [],
  publisher: (publisher) => publisher,
  sinks: (sinks) => sinks,
  deliveries: () => undefined,
  within: (action) => action(),
};

/**
 * OpenTelemetry, if the program has set it up: `@opentelemetry/api` can be loaded and a provider of traces or of metrics is
 * registered, as by `node --import ./instrumentation.js`. Otherwise it costs nothing.
 */
export async function openTelemetry(): Promise<Telemetry> {
  const api = await import('@opentelemetry/api').catch(() => undefined);
  if (api === undefined) return noTelemetry;
  const { metrics, trace, ProxyTracerProvider } = api;
  const provider = trace.getTracerProvider();
  const traces = !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('cartwheel') !== undefined;
  const measures = metrics.getMeterProvider().constructor.name !== 'NoopMeterProvider';
  if (!traces && !measures) return noTelemetry;

  const { createMeterSink, createTracingCallback, inSpan, traceSink } =
    await import('@cartwheel/callbacks/opentelemetry');
  const tracer = trace.getTracer('cartwheel');
  return {
    callbacks: traces ? [createTracingCallback(tracer)] : [],
    publisher: (publisher) => ({
      publish: (state, options) =>
        inSpan(tracer, 'cartwheel.publish', { 'cartwheel.run_id': state.runId }, () =>
          publisher.publish(state, options),
        ),
    }),
    sinks: (sinks) => [
      ...sinks.map((sink) => traceSink(sink, tracer)),
      ...(measures ? [createMeterSink(metrics.getMeter('cartwheel'))] : []),
    ],
    deliveries: (runId) => (traces ? traceDeliveries(api, tracer, runId) : undefined),
    within: (action) => inSpan(tracer, 'cartwheel.run', {}, (span) => action(traces ? span.spanContext() : undefined)),
  };
}

/** Deliveries are told afterwards, by a thread that has no tracer: each is a span with the times at which it was. */
function traceDeliveries(
  { context, SpanStatusCode }: typeof OpenTelemetryApi,
  tracer: OpenTelemetryApi.Tracer,
  runId: string,
): (tracker: string, delivery: Delivery) => void {
  const around = context.active();
  return (tracker, { startedAt, endedAt, points, entries, error }) => {
    const attributes = {
      'cartwheel.run_id': runId,
      'cartwheel.tracker': tracker,
      'cartwheel.points': points,
      'cartwheel.entries': entries,
    };
    const span = tracer.startSpan('cartwheel.relay', { startTime: startedAt, attributes }, around);
    if (error !== undefined) {
      span.recordException(error instanceof Error ? error : inspect(error), endedAt);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(endedAt);
  };
}
