/**
 * What tracking costs training: PPO on CartPole-v1 with its metrics going nowhere, into the run store, and from there to
 * TensorBoard's files, and to an Aim server on the same cores as well. Run: `npm run bench:tracking`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
import { openRunStore, startRelayThread } from '@cartwheel/tracking';
import { createPointLedger } from '../src/checkpoint/point-ledger.ts';

/** So many that the start of threads, which a training does once, is of no account. */
const STEPS = 200_000;
const ROUNDS = 5;

const nowhere: MetricSink = { name: 'nowhere', kind: 'record', write: () => Promise.resolve() };
const aimUrl = process.argv.find((argument) => argument.startsWith('aim://'));
const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
const store = await openRunStore({ dir });
const files = `tensorboard ${join(dir, 'tensorboard')}`;

/** What one training took. */
interface Trained {
  stepsPerSecond: number;
  /** Of the thread that trains, in seconds: what others do on the machine is not in it. */
  cpuSeconds: number;
}

/** Linux counts each thread's time on a processor, in nanoseconds. */
async function cpuSecondsOfThisThread(): Promise<number> {
  const [nanoseconds = ''] = (await readFile(`/proc/self/task/${process.pid}/schedstat`, 'utf8')).split(' ');
  return Number(nanoseconds) / 1e9;
}

async function train(sink: MetricSink, runId: string, trackers: readonly string[]): Promise<Trained> {
  const scope = createScope({
    name: 'bench',
    sink: createErrorSink(({ error }) => void process.stderr.write(`${error.message}\n`)),
  });
  const relays = startRelayThread({ store: { dir }, runId, trackers, scope });
  const aggregator = createMetricAggregator();
  const dispatcher = createProgressDispatcher({ runId, sinks: [sink], scope });
  const model = await PPO.create('CartPole-v1', { seed: 0, preset: 'tuned' });
  const callbacks = [composeCallbacks([createMetricsCallback({ aggregator, dispatcher })], { scope })];
  const start = await cpuSecondsOfThisThread();
  const { timesteps, seconds } = await model.learn({ totalTimesteps: STEPS, callbacks });
  const cpuSeconds = (await cpuSecondsOfThisThread()) - start;
  await dispatcher.close();
  await Promise.all(relays.map((relay) => relay.finish()));
  await scope.close();
  return { stepsPerSecond: timesteps / seconds, cpuSeconds };
}

async function trainRecorded(trackers: readonly string[]): Promise<Trained> {
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
    host: null,
    summary: {},
  });
  const ledger = createPointLedger({ store, recorded: new Map(), last: undefined, onDifference: () => undefined });
  return train(ledger.sink, runId, trackers);
}

/** Of the rounds' ratios, since the cases of one round ran under the same load. */
function medianRatio(name: Observed, what: keyof Trained): number {
  const ratios = trained[name].map((each, round) => each[what] / trained.nothing[round][what]);
  return ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

const cases = {
  nothing: () => train(nowhere, createRunId(), []),
  record: () => trainRecorded([]),
  files: () => trainRecorded([files]),
  aim: () => trainRecorded([files, `aim ${aimUrl}`]),
};
type Observed = 'record' | 'files' | 'aim';
const titles: Record<Observed, string> = {
  record: 'into the run store',
  files: "and relayed to TensorBoard's files",
  aim: 'and to an Aim server on the same cores',
};
const observed = (['record', 'files', 'aim'] as const).filter((name) => name !== 'aim' || aimUrl !== undefined);
const trained: Record<keyof typeof cases, Trained[]> = { nothing: [], record: [], files: [], aim: [] };
try {
  await cases.nothing();
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ['nothing', ...observed] as const) trained[name].push(await cases[name]());
  }
  const best = (name: keyof typeof cases): string =>
    Math.round(Math.max(...trained[name].map(({ stepsPerSecond }) => stepsPerSecond))).toLocaleString('en-US');
  const rowOf = (name: Observed): string => {
    const [fewer, more] = [1 - medianRatio(name, 'stepsPerSecond'), medianRatio(name, 'cpuSeconds') - 1];
    return `| ${titles[name]} | ${best(name)} | ${percent(fewer)} | ${percent(more)} |`;
  };
  process.stdout.write(
    [
      '| PPO on CartPole-v1, metrics after each update | steps/s, best | fewer steps/s, median (wanted: ≤ 2 %) | more CPU time of the training thread, median |',
      '| --- | ---: | ---: | ---: |',
      `| going nowhere | ${best('nothing')} | | |`,
      ...observed.map(rowOf),
      '',
    ].join('\n'),
  );
} finally {
  await store.close();
  await rm(dir, { recursive: true, force: true });
}
