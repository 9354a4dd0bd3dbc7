import type { Tracer } from '@opentelemetry/api';
import type { MetricSink } from '../progress-dispatcher/metric-sink.ts';
import { inSpan } from './in-span.ts';

/** The same sink; each of its writes is a span, `cartwheel.record`, with the sink's name and the number of points. */
export function traceSink(sink: MetricSink, tracer: Tracer): MetricSink {
  return {
    name: sink.name,
    kind: sink.kind,
    ...(sink.timeoutMs === undefined ? {} : { timeoutMs: sink.timeoutMs }),
    ...(sink.everyMs === undefined ? {} : { everyMs: sink.everyMs }),
    ...(sink.flush === undefined ? {} : { flush: (options) => sink.flush?.(options) ?? Promise.resolve() }),
    ...(sink.close === undefined ? {} : { close: (options) => sink.close?.(options) ?? Promise.resolve() }),
    write(batch, options) {
      const attributes = { 'cartwheel.sink': sink.name, 'cartwheel.points': batch.points.length };
      return inSpan(tracer, 'cartwheel.record', attributes, () => sink.write(batch, options));
    },
  };
}
