import type { ExperimentBroker } from '@cartwheel/broker';
import type { MetricSink, TrainingCallback } from '@cartwheel/callbacks';
import type { TraceContext } from '@cartwheel/logging';

export type Publisher = Pick<ExperimentBroker, 'publish'>;

/** What an observability system is told of a run. */
export interface Telemetry {
  readonly callbacks: readonly TrainingCallback[];
  /** The same publisher, watched. */
  publisher(publisher: Publisher): Publisher;
  /** The same sinks, watched, and one's own. */
  sinks(sinks: readonly MetricSink[]): readonly MetricSink[];
  /** Runs what a run does in a span around all others, and tells it the span's ids. */
  within<T>(action: (trace?: TraceContext) => Promise<T>): Promise<T>;
}

/** Where nobody listens. */
export const noTelemetry: Telemetry = {
  callbacks: [],
  publisher: (publisher) => publisher,
  sinks: (sinks) => sinks,
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
    within: (action) => inSpan(tracer, 'cartwheel.run', {}, (span) => action(traces ? span.spanContext() : undefined)),
  };
}
