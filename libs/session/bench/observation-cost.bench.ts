/**
 * What full observation costs training (promise P1): PPO on CartPole-v1 whose metrics go into the run store, from there to
 * TensorBoard's files and into the window in Redis, and whose state is published to Redis, in turns with nothing of it.
 * Prints the cost as a share of the time without, and how far it scatters, as a line of JSON.
 *
 * Run by `npm run bench:broker`; by hand with the URL of a Redis as its argument.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PPO } from '@cartwheel/algorithms';
import { createErrorSink, createScope, type Scope } from '@cartwheel/async-guard';
import type { ExperimentBroker } from '@cartwheel/broker';
import { createRedisBroker } from '@cartwheel/broker/redis';
import {
  composeCallbacks,
  createMetricAggregator,
  createMetricsCallback,
  createProgressDispatcher,
  type MetricSink,
  type TrainingCallback,
} from '@cartwheel/callbacks';
import { createTurns } from '@cartwheel/callbacks/testing';
import { silentLogger } from '@cartwheel/logging';
import { openEngine } from '@cartwheel/nn/node';
import { openRunStore, startRelayThread, type RunStore } from '@cartwheel/tracking';
import { createPointLedger } from '../src/checkpoint/point-ledger.ts';
import { createLiveState } from '../src/live-state.ts';
import { startPointFeed } from '../src/point-feed.ts';
import { takeLease } from '../src/run-lease.ts';
import { createStateCallback } from '../src/state-callback.ts';
import { createBenchRun } from './bench-run.ts';
import { Gate } from './gate.ts';

const STRETCH = 16_384;
const STEPS = STRETCH * Number(process.env['BENCH_STRETCHES'] ?? 900);

interface Observation {
  runId: string;
  callback: TrainingCallback;
  /** Everything that was handed over has arrived. */
  finish(): Promise<void>;
}

/** All that a run with Redis and a tracker has beside its learner, behind a gate. */
async function observe(dir: string, store: RunStore, url: string, gate: Gate, scope: Scope): Promise<Observation> {
  const broker = await createRedisBroker({ url });
  const initial = await broker.create(await createBenchRun(store, STEPS));
  const { runId } = initial;
  const lease = await takeLease(broker, runId, { owner: 'bench', scope });
  const live = createLiveState({
    broker,
    lease,
    initial: { ...initial, writerEpoch: lease.epoch },
    scope,
    now: Date.now,
    everyMs: 200,
    onRestored: () => undefined,
  });
  const ledger = createPointLedger({ store, recorded: new Map(), last: undefined, onDifference: () => undefined });
  const sinks = [ledger.sink, live.sink].map((sink) => gatedSink(sink, gate));
  const dispatcher = createProgressDispatcher({ runId, sinks, scope });
  const relays = startRelayThread({ store: { dir }, runId, trackers: [`tensorboard ${join(dir, 'logs')}`], scope });
  const feed = startPointFeed({ ...gatedFeed(store, broker, gate), runId, lease, scope, logger: silentLogger });
  const metrics = createMetricsCallback({ aggregator: createMetricAggregator(), dispatcher });
  return {
    runId,
    callback: composeCallbacks([metrics, gatedState(createStateCallback(live), gate)], { scope }),
    async finish() {
      await dispatcher.close();
      await live.flush();
      await Promise.all([feed.finish(5_000), ...relays.map((relay) => relay.finish())]);
      await expectObserved(store, broker, runId);
      await lease.release();
      await broker.close();
    },
  };
}

function gatedSink(sink: MetricSink, gate: Gate): MetricSink {
  return { ...sink, write: (batch, context) => (gate.isOpen ? sink.write(batch, context) : Promise.resolve()) };
}

function gatedFeed(
  store: RunStore,
  broker: ExperimentBroker,
  gate: Gate,
): { store: RunStore; broker: ExperimentBroker } {
  const changes: RunStore['changes'] = async (...asked) => {
    await gate.pass();
    return store.changes(...asked);
  };
  return { store: { ...store, changes }, broker };
}

function gatedState(callback: TrainingCallback, gate: Gate): TrainingCallback {
  const { onUpdate, onRolloutEnd } = callback;
  return {
    ...callback,
    onUpdate: (event, session) => (gate.isOpen ? onUpdate?.(event, session) : undefined),
    onRolloutEnd: (event, session) => (gate.isOpen ? onRolloutEnd?.(event, session) : undefined),
  };
}

/** A figure is worth nothing where nobody observed. */
async function expectObserved(store: RunStore, broker: ExperimentBroker, runId: string): Promise<void> {
  const [state, window, position] = await Promise.all([
    broker.read(runId),
    broker.readPoints(runId),
    store.position(runId),
  ]);
  if (position === 0 || window.position !== position)
    throw new Error(`Expected the window in Redis to reach ${position}, it reaches ${window.position}.`);
  if (state?.progress.timesteps !== STEPS)
    throw new Error(`Expected a state of step ${STEPS}, found ${state?.progress.timesteps}.`);
}

async function measure(dir: string, url: string): Promise<void> {
  const store = await openRunStore({ dir });
  const scope = createScope({
    name: 'bench',
    sink: createErrorSink(({ error }) => void process.stderr.write(`${error.message}\n`)),
  });
  const gate = new Gate();
  const observation = await observe(dir, store, url, gate, scope);
  const turns = createTurns({
    everySteps: STRETCH,
    onTurn: (isOn) => gate.turn(isOn),
    clocks: { wall: () => performance.now() },
  });
  // As many threads as `cartwheel train` has.
  using open = await openEngine({ threads: 'auto' });
  const model = await PPO.create('CartPole-v1', { seed: 0, preset: 'tuned', engine: open.engine });
  await model.learn({ totalTimesteps: STEPS, callbacks: [observation.callback, turns.callback] });
  gate.turn(true);
  await observation.finish();
  await scope.close();
  await store.close();
  model.dispose();
  process.stdout.write(`${JSON.stringify({ ...turns.cost('wall'), steps: STEPS })}\n`);
}

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('Expected the URL of a Redis, such as redis://127.0.0.1:6379.');
const dir = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
try {
  await measure(dir, url);
} finally {
  await rm(dir, { recursive: true, force: true });
}
