import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { expect, it, jest } from '@jest/globals';
import type { MetricSink } from '../progress-dispatcher/metric-sink.ts';
import { evaluationEvent, fakeSession, stepEvent } from '../../tests/fakes.ts';
import { createMeterSink } from './meter-sink.ts';
import { traceSink } from './trace-sink.ts';
import { createTracingCallback } from './tracing-callback.ts';

function tracing() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const spans = () => exporter.getFinishedSpans();
  return { tracer: provider.getTracer('test'), spans };
}

/** The SDK takes small numbers for times since the process began. */
const T0 = 1_800_000_000_000;
const at = (ms: number): [number, number] => [(T0 + ms - (ms % 1_000)) / 1_000, (ms % 1_000) * 1e6];

it('gives spans of what happens, each within the training’s and from where it began', () => {
  const { tracer, spans } = tracing();
  const hooks = createTracingCallback(tracer);
  const session = fakeSession();
  const result = { returns: [1], lengths: [1], meanReturn: 1, stdReturn: 0, meanLength: 1 };
  void hooks.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: T0 + 1_000, totalTimesteps: 8 }, session);
  void hooks.onRolloutStart?.({ type: 'rollout-start', timesteps: 0, time: T0 + 1_000 }, session);
  void hooks.onRolloutEnd?.({ type: 'rollout-end', timesteps: 8, time: T0 + 2_000 }, session);
  void hooks.onUpdate?.({ type: 'update', timesteps: 8, time: T0 + 3_000, updates: 1, statistics: {} }, session);
  void hooks.onEvaluation?.({ type: 'evaluation', timesteps: 8, time: T0 + 4_000, result, bestMeanReturn: 1 }, session);
  void hooks.onCheckpoint?.(
    { type: 'checkpoint', timesteps: 8, time: T0 + 4_500, path: 'p', weightsHash: 'h' },
    session,
  );
  void hooks.onTrainingEnd?.({ type: 'training-end', timesteps: 8, time: T0 + 5_000, outcome: 'completed' }, session);

  const training = spans().at(-1);
  expect(spans().map(({ name, startTime, endTime }) => [name, startTime, endTime])).toEqual([
    ['cartwheel.rollout', at(1_000), at(2_000)],
    ['cartwheel.update', at(2_000), at(3_000)],
    ['cartwheel.evaluation', at(3_000), at(4_000)],
    ['cartwheel.checkpoint', at(4_000), at(4_500)],
    ['cartwheel.training', at(1_000), at(5_000)],
  ]);
  for (const span of spans().slice(0, -1)) expect(span.parentSpanContext?.spanId).toBe(training?.spanContext().spanId);
});

it('gives a span for each write of a sink, and says that one failed', async () => {
  const { tracer, spans } = tracing();
  const failing: MetricSink = { name: 'aim', kind: 'live', write: () => Promise.reject(new Error('away')) };
  const sink = traceSink(failing, tracer);
  const options = { signal: new AbortController().signal };
  await expect(sink.write({ runId: 'r1', points: [] }, options)).rejects.toThrow('away');
  expect(spans()).toMatchObject([
    { name: 'cartwheel.record', attributes: { 'cartwheel.sink': 'aim', 'cartwheel.points': 0 }, status: { code: 2 } },
  ]);
});

it('gives what begins by itself with what it is about', () => {
  const { tracer, spans } = tracing();
  const hooks = createTracingCallback(tracer);
  const session = fakeSession({ algorithm: 'ppo', envId: 'CartPole-v1', seed: 3 });
  void hooks.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: T0, totalTimesteps: 8 }, session);
  void hooks.onRolloutStart?.({ type: 'rollout-start', timesteps: 0, time: T0 }, session);
  void hooks.onStep?.(stepEvent(4, T0 + 1_000), session);
  void hooks.onEvaluation?.({ ...evaluationEvent(7, 4), time: T0 + 2_000 }, session);
  void hooks.onCheckpoint?.(
    { type: 'checkpoint', timesteps: 4, time: T0 + 2_500, path: 'p', weightsHash: 'h' },
    session,
  );
  void hooks.onUpdate?.({ type: 'update', timesteps: 8, time: T0 + 3_000, updates: 2, statistics: {} }, session);
  void hooks.onTrainingEnd?.({ type: 'training-end', timesteps: 8, time: T0 + 4_000, outcome: 'completed' }, session);

  expect(spans().map(({ name, attributes }) => [name, attributes])).toEqual([
    ['cartwheel.evaluation', { 'cartwheel.timesteps': 4, 'cartwheel.mean_return': 7 }],
    ['cartwheel.checkpoint', { 'cartwheel.timesteps': 4 }],
    ['cartwheel.update', { 'cartwheel.timesteps': 8, 'cartwheel.updates': 2 }],
    // A rollout that is under way ends with the training.
    ['cartwheel.rollout', { 'cartwheel.timesteps': 0 }],
    [
      'cartwheel.training',
      {
        'cartwheel.algorithm': 'ppo',
        'cartwheel.env': 'CartPole-v1',
        'cartwheel.seed': 3,
        'cartwheel.total_timesteps': 8,
        'cartwheel.timesteps': 8,
      },
    ],
  ]);
  // A step is over when its event comes: an evaluation after it begins then.
  expect(spans()[0].startTime).toEqual(at(1_000));
  expect(hooks.name).toBe('OpenTelemetry');
});

it.each([
  [new Error('broke'), 'broke'],
  ['plain words', 'plain words'],
])('says that training failed, and by what: %s', (error, message) => {
  const { tracer, spans } = tracing();
  const hooks = createTracingCallback(tracer);
  const session = fakeSession();
  void hooks.onTrainingStart?.({ type: 'training-start', timesteps: 0, time: T0, totalTimesteps: 8 }, session);
  void hooks.onError?.({ type: 'error', timesteps: 1, time: T0, error }, session);
  void hooks.onTrainingEnd?.({ type: 'training-end', timesteps: 1, time: T0, outcome: 'failed' }, session);

  expect(spans()).toMatchObject([
    { status: { code: 2 }, events: [{ name: 'exception', attributes: { 'exception.message': message } }] },
  ]);
});

it('has nothing to say where no start of training was told', () => {
  const { tracer, spans } = tracing();
  const hooks = createTracingCallback(tracer);
  const session = fakeSession();
  void hooks.onRolloutEnd?.({ type: 'rollout-end', timesteps: 8, time: T0 }, session);
  void hooks.onError?.({ type: 'error', timesteps: 8, time: T0, error: new Error('x') }, session);
  void hooks.onTrainingEnd?.({ type: 'training-end', timesteps: 8, time: T0, outcome: 'failed' }, session);

  expect(spans()).toEqual([]);
});

it('leaves a sink as it is, but for its writes', async () => {
  const { tracer, spans } = tracing();
  const calls: unknown[] = [];
  const options = { signal: new AbortController().signal };
  const call = (name: string) => (given: unknown) => {
    calls.push([name, given]);
    return Promise.resolve();
  };
  const whole = { name: 'page', kind: 'live', timeoutMs: 1, everyMs: 2 } as const;
  const sink = traceSink({ ...whole, write: call('write'), flush: call('flush'), close: call('close') }, tracer);
  expect(sink).toMatchObject(whole);
  await sink.write({ runId: 'r1', points: [] }, options);
  await sink.flush?.(options);
  await sink.close?.(options);

  expect(calls).toEqual([
    ['write', { runId: 'r1', points: [] }],
    ['flush', options],
    ['close', options],
  ]);
  expect(spans().map(({ name }) => name)).toEqual(['cartwheel.record']);
  const bare = traceSink({ name: 'store', kind: 'record', write: call('write') }, tracer);
  expect(Object.keys(bare)).toEqual(['name', 'kind', 'write']);
});

it('gives a metric of one’s own as a gauge too, with the context of the point', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const meter = provider.getMeter('test');
  const created = jest.spyOn(meter, 'createGauge');
  const sink = createMeterSink(meter);
  const point = { name: 'own/deep/metric', context: { env: 'a' }, step: 8, time: 1, value: 1 };
  const points = [point, { ...point, context: { env: 'b' } }];
  await sink.write({ runId: 'r1', points }, { signal: new AbortController().signal });
  await provider.forceFlush();
  const [metric] = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
  expect(metric?.descriptor).toMatchObject({ name: 'cartwheel.own.deep.metric', unit: '', description: '' });
  expect(metric?.dataPoints.map(({ attributes }) => attributes)).toEqual([
    { env: 'a', 'cartwheel.run_id': 'r1' },
    { env: 'b', 'cartwheel.run_id': 'r1' },
  ]);
  expect(created).toHaveBeenCalledTimes(1);
  expect(sink).toMatchObject({ name: 'OpenTelemetry', kind: 'live' });
  await provider.shutdown();
});

it('gives the latest values as gauges, under the names of docs/metrics.md', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const sink = createMeterSink(provider.getMeter('test'));
  const point = { step: 8, time: 1, context: {} };
  const points = [
    { ...point, name: 'rollout/ep_rew_mean', value: 1 },
    { ...point, name: 'rollout/ep_rew_mean', value: 2 },
  ];
  await sink.write({ runId: 'r1', points }, { signal: new AbortController().signal });
  await provider.forceFlush();
  const [metric] = exporter.getMetrics()[0]?.scopeMetrics[0]?.metrics ?? [];
  expect(metric?.descriptor).toMatchObject({
    name: 'cartwheel.rollout.ep_rew_mean',
    unit: 'reward',
    description: expect.stringContaining('last 100 training episodes'),
  });
  expect(metric?.dataPoints).toMatchObject([{ value: 2, attributes: { 'cartwheel.run_id': 'r1' } }]);
  await provider.shutdown();
});
