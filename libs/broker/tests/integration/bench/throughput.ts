import { startRedisServer } from '@cartwheel/dev-services/redis';
import { stateCodec, type ExperimentState } from '@cartwheel/experiment-state';
import { Redis } from 'ioredis';
import type { ExperimentBroker } from '../../../src/experiment-broker.ts';
import { createRedisBroker } from '../../../src/redis/index.ts';
import { median, quantile } from '../quantile.ts';
import { afterUpdate, typicalState } from './typical-state.ts';

const RUNS = 100;
const PUBLISHES = 60;
const ROUNDS = 25;

/** Publishes documents of one run, one after the other; gives the last. */
export async function publishAll(
  broker: ExperimentBroker,
  first: ExperimentState,
  documents: Iterable<ExperimentState>,
  took: (ms: number) => void = () => undefined,
): Promise<ExperimentState> {
  let state = first;
  for (const next of documents) {
    const startedMs = performance.now();
    const result = await broker.publish(next, { expectedVersion: state.version });
    took(performance.now() - startedMs);
    if (result.status !== 'accepted') throw new Error(`Expected accepted, received ${result.status}.`);
    state = { ...next, version: result.version };
  }
  return state;
}

/** What a run publishes in so many updates behind `state`. */
export function* documentsAfter(state: ExperimentState, count: number): Generator<ExperimentState> {
  const { updates } = state.progress;
  for (let update = 1; update <= count; update += 1) yield afterUpdate(state, updates + update);
}

/** Publishes per second of 100 runs at once, beside ioredis's pipelined XADD of the same documents. */
export async function measureThroughput(): Promise<string[]> {
  await using server = await startRedisServer();
  await using broker = await createRedisBroker({ url: server.url });
  const raw = new Redis(server.url);
  const texts = Array.from({ length: RUNS * PUBLISHES }, (_, update) =>
    JSON.stringify(stateCodec.toWire(afterUpdate(typicalState(), update))),
  );
  let states = await Promise.all(Array.from({ length: RUNS }, () => broker.create(typicalState())));
  // Made beforehand, as the texts are.
  const documents = states.map((state) => [...documentsAfter(state, PUBLISHES)]);
  const [published, added, ratios, latencies]: number[][] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now();
    states = await Promise.all(
      states.map((state, run) => publishAll(broker, state, documents[run] ?? [], (ms) => latencies?.push(ms))),
    );
    const publishedMs = performance.now() - startedMs;

    const rawStartedMs = performance.now();
    for (let start = 0; start < texts.length; start += RUNS) {
      const pipeline = raw.pipeline();
      texts
        .slice(start, start + RUNS)
        .forEach((text, run) => pipeline.xadd(`raw:${run}`, 'MAXLEN', '~', 2000, '*', 'data', text));
      await pipeline.exec();
    }
    const addedMs = performance.now() - rawStartedMs;
    published?.push((texts.length / publishedMs) * 1000);
    added?.push((texts.length / addedMs) * 1000);
    ratios?.push(addedMs / publishedMs);
  }
  raw.disconnect();
  const bytes = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length);
  return [
    `| publishes per second, ${RUNS} runs at once, documents of ${bytes} bytes, validated | ${rate(published)} | |`,
    `| ioredis's pipelined XADD of the same documents, per second | ${rate(added)} | |`,
    `| publishes as a share of XADD, median of ${ROUNDS} alternating rounds | ${percent(ratios)} | ≥ 50 % |`,
    `| a publish while 100 runs are written at once: p50, p99 | ${ms(quantile(latencies ?? [], 0.5))}, ${ms(quantile(latencies ?? [], 0.99))} | |`,
  ];
}

function rate(values: readonly number[] | undefined): string {
  return Math.round(median(values ?? [])).toLocaleString('en-US');
}

function percent(values: readonly number[] | undefined): string {
  return `${(100 * median(values ?? [])).toFixed(0)} %`;
}

export function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
