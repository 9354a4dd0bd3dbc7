import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Context, type ContextManager } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import type { TrainingCallback } from '@cartwheel/callbacks';
import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { createLogger } from '@cartwheel/logging';
import { openRunStore, type Tracker } from '@cartwheel/tracking';
import { runTraining } from '../run-training.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-observe-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
afterEach(() => {
  trace.disable();
  context.disable();
});

const config: TrainConfigInput = {
  env: 'CartPole-v1',
  algo: 'ppo',
  steps: 256,
  preset: 'default',
  envs: 2,
  evalEpisodes: 1,
  checkpointEvery: 128,
  set: { nSteps: 64, batchSize: 64, nEpochs: 1 },
};

interface Line {
  Body: string;
  TraceId: string;
  Attributes: { runId: string; step: number };
}

/** A logger, and the lines that it wrote. */
function capture() {
  let text = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const logger = createLogger({ destination, level: 'info', format: 'json' });
  const lines = async (): Promise<Line[]> => {
    await logger.close();
    return text
      .trim()
      .split('\n')
      .map((line): Line => JSON.parse(line));
  };
  return { logger, lines };
}

/** Spans know the span around them only where a program has set a context manager, as OpenTelemetry's SDK for Node does. */
class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    each: Context,
    action: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(each, () => action.apply(self, args));
  }

  bind<T>(_: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.#storage.disable();
    return this;
  }
}

it('puts the run, the step and one trace into each line of a run', async () => {
  const { logger, lines } = capture();
  const { runId } = await runTraining({ config, out, logger });
  const written = await lines();
  const told = written.map(({ Body, Attributes: { step } }) => [Body, step]);
  const checkpoints = [
    ['checkpoint written', 128],
    ['checkpoint written', 256],
  ];
  const ends = [
    ['training started', 0],
    ['training ended', 256],
  ];
  // A checkpoint is told of when it is on disk: the last one may come after the end of training.
  expect(told.filter(([body]) => body === 'checkpoint written')).toEqual(checkpoints);
  expect(told.filter(([body]) => body !== 'checkpoint written')).toEqual(ends);
  expect(told[0]).toEqual(ends[0]);
  expect(new Set(written.map(({ Attributes }) => Attributes.runId))).toEqual(new Set([runId]));
  expect(new Set(written.map(({ TraceId }) => TraceId)).size).toBe(1);
  expect(written[0]?.TraceId).toMatch(/^[0-9a-f]{32}$/);
});

it('answers probes and shows metrics while it trains, and no longer', async () => {
  let url = '';
  const answers: Record<string, { status: number; text: string }> = {};
  const asking: TrainingCallback = {
    mode: 'await',
    async onUpdate({ timesteps }) {
      if (timesteps < 256) return;
      for (const path of ['/livez', '/metrics']) {
        const response = await fetch(url + path);
        answers[path] = { status: response.status, text: await response.text() };
      }
    },
  };
  const health = { port: 0, onListening: (address: string) => (url = address) };
  await runTraining({ config, out, health, callbacks: [asking] });
  expect(answers['/livez']).toMatchObject({ status: 200, text: expect.stringContaining('"status":"ok"') });
  expect(answers['/metrics']?.text).toMatch(/^# HELP process_cpu_/m);
  await expect(fetch(`${url}/livez`)).rejects.toThrow(/fetch failed/);
});

it('tells OpenTelemetry where a provider is registered, and logs its trace', async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  const { logger, lines } = capture();
  await runTraining({ config, out, logger });
  const spans = exporter.getFinishedSpans();
  expect(new Set(spans.map(({ name }) => name))).toEqual(
    new Set(
      ['run', 'training', 'rollout', 'update', 'checkpoint', 'publish', 'record'].map((name) => `cartwheel.${name}`),
    ),
  );
  const run = spans.find(({ name }) => name === 'cartwheel.run');
  expect((await lines())[0]?.TraceId).toBe(run?.spanContext().traceId);
});

it('tells OpenTelemetry of each delivery to a tracker, and of those that fail', async () => {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  context.setGlobalContextManager(new AsyncContexts());
  const refusing: Tracker = { id: 'refusing', openRun: () => Promise.reject(new Error('not today')) };
  const { runId } = await runTraining({ config, out, trackers: [`tensorboard ${join(out, 'logs')}`, refusing] });

  const spans = exporter.getFinishedSpans();
  const [run] = spans.filter(({ name }) => name === 'cartwheel.run');
  const relays = spans.filter(({ name }) => name === 'cartwheel.relay');
  const of = (prefix: string) =>
    relays.filter(({ attributes }) => String(attributes['cartwheel.tracker']).startsWith(prefix));
  const delivered = of('tensorboard');
  const pointsOf = (some: typeof spans): number =>
    some.reduce((sum, { attributes }) => sum + Number(attributes['cartwheel.points']), 0);

  const store = await openRunStore({ dir: out });
  const recorded = (await store.series(runId)).reduce((sum, { count }) => sum + count, 0);
  await store.close();
  expect(pointsOf(delivered)).toBe(recorded);
  for (const { attributes, parentSpanContext, duration, status } of delivered) {
    expect(parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
    expect(attributes['cartwheel.run_id']).toBe(runId);
    expect(duration[0]).toBeGreaterThanOrEqual(0);
    expect(status.code).toBe(SpanStatusCode.UNSET);
  }
  expect(of('refusing')[0]).toMatchObject({
    attributes: { 'cartwheel.points': 0 },
    status: { code: SpanStatusCode.ERROR },
    events: [{ attributes: { 'exception.message': 'not today' } }],
  });
});
