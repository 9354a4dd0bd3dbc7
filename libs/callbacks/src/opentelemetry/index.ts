export { createMeterSink } from './meter-sink.ts';
export { inSpan } from './in-span.ts';
export { createTracingCallback } from './tracing-callback.ts';
export { traceSink } from './trace-sink.ts';
