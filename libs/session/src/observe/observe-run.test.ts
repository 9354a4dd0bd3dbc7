import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import type { TrainingCallback } from '@cartwheel/callbacks';
import type { TrainConfigInput } from '@cartwheel/experiment-state';
import { createLogger } from '@cartwheel/logging';
import { runTraining } from '../run-training.ts';

const out = mkdtempSync(join(tmpdir(), 'cartwheel-observe-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
afterEach(() => trace.disable());

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
      ['run', 'training', 'rollout', 'update', 'checkpoint', 'publish', 'relay'].map((name) => `cartwheel.${name}`),
    ),
  );
  const run = spans.find(({ name }) => name === 'cartwheel.run');
  expect((await lines())[0]?.TraceId).toBe(run?.spanContext().traceId);
});
