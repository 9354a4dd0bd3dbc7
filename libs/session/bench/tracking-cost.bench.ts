/**
 * What tracking costs training: PPO on CartPole-v1 with its metrics going nowhere, into the run store, and from there to
 * TensorBoard's files and an Aim server as well. Run: `npm run bench:tracking`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PPO } from '@cartwheel/algorithms';
import { createErrorSink, createScope } from '@cartwheel/async-guard';
import {
  composeCallbacks,
  createMetricAggregator,
  createMetricsCallback,
  createProgressDispatcher,
  type MetricSink,
} from '@cartwheel/callbacks';
import { createRunId, parseTrainConfig } from '@cartwheel/experiment-state';
import { openRunStore, openTracker, startRelay } from '@cartwheel/tracking';
import { createStoreSink } from '../src/store-sink.ts';

const STEPS = 60_000;
const ROUNDS = 7;

const nowhere: MetricSink = { name: 'nowhere', kind: 'record', write: () => Promise.resolve() };
const aimUrl = process.argv.find((argument) => argument.startsWith('aim://'));
const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
const store = await openRunStore({ dir });
const trackerIds = [`tensorboard ${join(dir, 'tensorboard')}`, ...(aimUrl === undefined ? [] : [`aim ${aimUrl}`])];

/** Steps per second. */
async function train(sink: MetricSink, runId: string, trackers: readonly string[]): Promise<number> {
  const scope = createScope({
    name: 'bench',
    sink: createErrorSink(({ error }) => void process.stderr.write(`${error.message}\n`)),
  });
  const relays = [];
  for (const id of trackers) relays.push(startRelay({ store, runId, tracker: await openTracker(id), scope }));
  const aggregator = createMetricAggregator();
  const dispatcher = createProgressDispatcher({ runId, sinks: [sink], scope });
  const model = await PPO.create('CartPole-v1', { seed: 0, preset: 'tuned' });
  const callbacks = [composeCallbacks([createMetricsCallback({ aggregator, dispatcher })], { scope })];
  const { timesteps, seconds } = await model.learn({ totalTimesteps: STEPS, callbacks });
  await dispatcher.close();
  await Promise.all(relays.map((relay) => relay.finish()));
  await scope.close();
  return timesteps / seconds;
}

async function trainRecorded(trackers: readonly string[]): Promise<number> {
  const runId = createRunId();
  const config = parseTrainConfig({ env: 'CartPole-v1', algo: 'ppo' });
  await store.createRun({
    runId,
    experiment: 'bench',
    status: 'running',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: 0,
    tags: [],
    config,
    hyperparameters: {},
    timesteps: 0,
    totalTimesteps: STEPS,
    createdAt: Date.now(),
    updatedAt: Date.now(),
    error: null,
    summary: {},
  });
  return train(createStoreSink(store), runId, trackers);
}

/** Of the rounds' ratios, since the cases of one round ran under the same load. */
function medianShare(rates: readonly number[], base: readonly number[]): number {
  const shares = rates.map((rate, round) => rate / base[round]).toSorted((a, b) => a - b);
  return shares[Math.floor(shares.length / 2)];
}

const cases = {
  nothing: () => train(nowhere, createRunId(), []),
  record: () => trainRecorded([]),
  relayed: () => trainRecorded(trackerIds),
};
const rates = { nothing: [] as number[], record: [] as number[], relayed: [] as number[] };
try {
  await cases.nothing();
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['nothing', 'record', 'relayed'] as const) rates[name].push(await cases[name]());
  }
  const cost = (name: 'record' | 'relayed'): string =>
    `${(100 * (1 - medianShare(rates[name], rates.nothing))).toFixed(1)} %`;
  const best = (name: keyof typeof rates): string => Math.round(Math.max(...rates[name])).toLocaleString('en-US');
  process.stdout.write(
    [
      '| PPO on CartPole-v1, metrics after each update | steps/s, best | cost, median of the rounds (wanted: ≤ 2 %) |',
      '| --- | ---: | ---: |',
      `| going nowhere | ${best('nothing')} | |`,
      `| into the run store | ${best('record')} | ${cost('record')} |`,
      `| and relayed to ${trackerIds.map((id) => id.split(' ')[0]).join(' and ')} | ${best('relayed')} | ${cost('relayed')} |`,
      '',
    ].join('\n'),
  );
} finally {
  await store.close();
  await rm(dir, { recursive: true, force: true });
}
