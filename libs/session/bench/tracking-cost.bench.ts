/**
 * What tracking costs training: PPO on CartPole-v1 whose metrics go into the run store, and from there to TensorBoard's
 * files, and to an Aim server on the same cores as well, beside metrics that go nowhere. Run: `npm run bench:tracking`.
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
import { createTurns, mainThreadMs, type TurnCost } from '@cartwheel/callbacks/testing';
import { createRunId, parseTrainConfig } from '@cartwheel/experiment-state';
import { openRunStore, startRelayThread } from '@cartwheel/tracking';
import { createPointLedger } from '../src/checkpoint/point-ledger.ts';

/**
 * Metrics go to the observers in one stretch of the training and nowhere in the next: whole trainings beside each other
 * scatter by more than what is to be told, and so do stretches of seconds. These take about a third of one; the store is at
 * most a tenth behind.
 */
const STRETCH = 8_192;
/** Of these the first 20 do not count. */
const STRETCHES = 400;
const STEPS = STRETCH * STRETCHES;

const aimUrl = process.argv.find((argument) => argument.startsWith('aim://'));
const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
const store = await openRunStore({ dir });
const files = `tensorboard ${join(dir, 'tensorboard')}`;

interface Cost {
  stepsPerSecond: number;
  wall: TurnCost;
  processor: TurnCost;
}

/** What it costs that metrics go into the store in every other stretch, and from there to `trackers`. */
async function measure(trackers: readonly string[]): Promise<Cost> {
  const runId = await createRun();
  const scope = createScope({
    name: 'bench',
    sink: createErrorSink(({ error }) => void process.stderr.write(`${error.message}\n`)),
  });
  const relays = startRelayThread({ store: { dir }, runId, trackers, scope });
  const ledger = createPointLedger({ store, recorded: new Map(), last: undefined, onDifference: () => undefined });
  let isRecorded = false;
  const sink: MetricSink = {
    ...ledger.sink,
    write: (batch, context) => (isRecorded ? ledger.sink.write(batch, context) : Promise.resolve()),
  };
  const aggregator = createMetricAggregator();
  const dispatcher = createProgressDispatcher({ runId, sinks: [sink], scope });
  const turns = createTurns({
    everySteps: STRETCH,
    onTurn: (isOn) => void (isRecorded = isOn),
    clocks: { wall: () => performance.now(), processor: mainThreadMs },
  });
  const model = await PPO.create('CartPole-v1', { seed: 0, preset: 'tuned' });
  const callbacks = [composeCallbacks([createMetricsCallback({ aggregator, dispatcher })], { scope }), turns.callback];
  const { timesteps, seconds } = await model.learn({ totalTimesteps: STEPS, callbacks });
  await dispatcher.close();
  await Promise.all(relays.map((relay) => relay.finish()));
  await scope.close();
  model.dispose();
  const points = (await store.series(runId)).reduce((sum, { count }) => sum + count, 0);
  if (points < STRETCHES)
    throw new Error(`Expected points of ${STRETCHES / 2} stretches in the store, found ${points}.`);
  return { stepsPerSecond: timesteps / seconds, wall: turns.cost('wall'), processor: turns.cost('processor') };
}

async function createRun(): Promise<string> {
  const runId = createRunId();
  await store.createRun({
    runId,
    experiment: 'bench',
    status: 'running',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: 0,
    tags: [],
    config: parseTrainConfig({ env: 'CartPole-v1', algo: 'ppo' }),
    hyperparameters: {},
    timesteps: 0,
    totalTimesteps: STEPS,
    createdAt: Date.now(),
    updatedAt: Date.now(),
    error: null,
    host: null,
    summary: {},
  });
  return runId;
}

const percent = (share: number, { standardError }: TurnCost): string =>
  `${(100 * share).toFixed(1)} ± ${(100 * standardError).toFixed(1)} %`;

/** What an Aim server does on the same cores goes on in all stretches: there whole trainings are beside each other. */
const cases = [
  ['into the run store', []],
  ["and relayed to TensorBoard's files", [files]],
  ...(aimUrl === undefined ? [] : [['and to an Aim server on the same cores', [files, `aim ${aimUrl}`]] as const]),
] as const;
try {
  const rows: string[] = [];
  const rates: number[] = [];
  for (const [title, trackers] of cases) {
    const { stepsPerSecond, wall, processor } = await measure(trackers);
    rates.push(stepsPerSecond);
    const rate = Math.round(stepsPerSecond).toLocaleString('en-US');
    const inTurns = [percent(wall.share / (1 + wall.share), wall), percent(processor.share, processor)];
    const whole = [`${(100 * (1 - stepsPerSecond / rates[0])).toFixed(0)} % (of the first row)`, ''];
    rows.push(`| ${[title, rate, ...(trackers.length < 2 ? inTurns : whole)].join(' | ')} |`);
  }
  process.stdout.write(
    [
      '| PPO on CartPole-v1, metrics after each update | steps/s | fewer steps/s (wanted: ≤ 2 %) | more CPU time of the training thread |',
      '| --- | ---: | ---: | ---: |',
      ...rows,
      '',
    ].join('\n'),
  );
} finally {
  await store.close();
  await rm(dir, { recursive: true, force: true });
}
