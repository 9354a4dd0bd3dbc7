import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentBroker } from '@cartwheel/broker';
import type { ExperimentState } from '@cartwheel/experiment-state';
import { silentLogger, type Logger } from '@cartwheel/logging';
import type { RunStore, Tracker } from '@cartwheel/tracking';
import { openLiveBroker } from './live-broker.ts';
import { openModel } from './open-model.ts';
import { noTelemetry } from './observe/telemetry.ts';
import { planRun } from './plan-run.ts';
import { projectFolder } from './project-folder.ts';
import { openRecord } from './record.ts';
import { validTrackers } from './run-relays.ts';
import { trainRun, type RunContext } from './train-run.ts';

/** What `runSmoke` takes. */
export interface SmokeOptions {
  /** Prove it against this Redis; in memory otherwise. */
  redisUrl?: string | undefined;
  /** Keep the run in this project folder; in a temporary one, removed afterwards, otherwise. */
  out?: string | undefined;
  /** Prove that the run gets to these trackers: themselves, or their ids. */
  trackers?: readonly (Tracker | string)[] | undefined;
  logger?: Logger | undefined;
}

/** One thing that the smoke run proves. */
export interface SmokeCheck {
  name: string;
  ok: boolean;
  detail: string;
}

/** What the smoke run proved. */
export interface SmokeReport {
  runId: string;
  ok: boolean;
  checks: SmokeCheck[];
}

const STEPS = 20;
/** For a publish on its way, and for events that are there already. */
const WATCH_TIMEOUT_MS = 5_000;
/** Two rollouts of ten steps: the least in which a counter can be seen to advance. */
const SMOKE_CONFIG = {
  env: 'CartPole-v1',
  algo: 'ppo',
  steps: STEPS,
  envs: 1,
  preset: 'default',
  experiment: 'smoke',
  evalEpisodes: 1,
  set: { nSteps: 10, batchSize: 10 },
} as const;

/**
 * A training run of 20 steps, through all the parts that a long one uses; then it looks whether the counters in the broker
 * advanced, and whether the run and its metrics are in the store.
 */
export async function runSmoke(options: SmokeOptions = {}): Promise<SmokeReport> {
  if (options.out !== undefined) return smokeIn(options.out, options);
  const out = await mkdtemp(join(tmpdir(), 'cartwheel-smoke-'));
  try {
    return await smokeIn(out, options);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function smokeIn(out: string, options: SmokeOptions): Promise<SmokeReport> {
  const { redisUrl, logger = silentLogger } = options;
  const trackers = await validTrackers(options.trackers);
  const plan = planRun(SMOKE_CONFIG);
  using learner = await openModel(plan, logger);
  const folder = projectFolder(out);
  await using record = await openRecord(folder);
  await using live = await openLiveBroker(redisUrl, logger);
  let startedRun = '';
  const context: RunContext = {
    plan,
    folder,
    store: record.store,
    broker: live.broker,
    logger,
    now: Date.now,
    // Training goes on once its counter stands in the broker: otherwise a slow one may see the last document only.
    callbacks: [{ mode: 'await', onUpdate: ({ timesteps }) => awaitCounter(live.broker, startedRun, timesteps) }],
    trackers,
    captureConsole: false,
    signal: new AbortController().signal,
    telemetry: noTelemetry,
    onEvent: (event) => {
      if (event.event === 'started') startedRun = event.runId;
    },
  };
  const { runId } = await trainRun(context, learner.model);
  const checks = [
    await checkCounters(live.broker, runId),
    await checkState(live.broker, runId),
    await checkStore(record.store, runId),
    ...(await checkTrackers(record.store, runId)),
  ];
  return { runId, ok: checks.every(({ ok }) => ok), checks };
}

/** The history of the run in the broker, up to the version that stands there. */
async function checkCounters(broker: ExperimentBroker, runId: string): Promise<SmokeCheck> {
  const counters = await countersOf(broker, runId);
  const isRising = counters.every((value, index) => index === 0 || value >= (counters[index - 1] ?? 0));
  const ok = isRising && counters[0] === 0 && counters.includes(STEPS / 2) && counters.at(-1) === STEPS;
  return { name: 'counters in the broker advance', ok, detail: `timesteps ${[...new Set(counters)].join(' → ')}` };
}

/** Resolves when the counter has got there, or when the time for it is over: then the checks say what is missing. */
async function awaitCounter(broker: ExperimentBroker, runId: string, timesteps: number): Promise<void> {
  for await (const state of statesOf(broker, runId)) if (state.progress.timesteps >= timesteps) return;
}

async function countersOf(broker: ExperimentBroker, runId: string): Promise<number[]> {
  const counters: number[] = [];
  for await (const { progress, status } of statesOf(broker, runId)) {
    counters.push(progress.timesteps);
    if (status === 'finished' || status === 'failed') break;
  }
  return counters;
}

async function* statesOf(broker: ExperimentBroker, runId: string): AsyncGenerator<ExperimentState> {
  for await (const event of broker.watch(runId, { signal: AbortSignal.timeout(WATCH_TIMEOUT_MS) })) {
    if (event.type === 'state' || event.type === 'snapshot') yield event.state;
  }
}

async function checkState(broker: ExperimentBroker, runId: string): Promise<SmokeCheck> {
  const state = await broker.read(runId);
  const ok = state?.status === 'finished' && Object.keys(state.metrics).length > 0;
  const detail = state
    ? `${state.status}, version ${state.version}, ${Object.keys(state.metrics).length} metrics`
    : 'no such run';
  return { name: 'the final state is in the broker', ok, detail };
}

async function checkStore(store: RunStore, runId: string): Promise<SmokeCheck> {
  const run = await store.run(runId);
  const points = await store.points(runId);
  const ok = run?.status === 'finished' && run.timesteps === STEPS && points.length > 0;
  const detail = run ? `${run.status} at ${run.timesteps} steps, ${points.length} metric points` : 'no such run';
  return { name: 'the run and its metrics are in the store', ok, detail };
}

/** What each tracker has acknowledged. */
async function checkTrackers(store: RunStore, runId: string): Promise<SmokeCheck[]> {
  return (await store.cursors(runId)).map(({ tracker, pending, position, error }) => ({
    name: `the run is in ${tracker}`,
    ok: pending === 0 && position > 0 && error === null,
    detail: error ?? `${pending} points missing`,
  }));
}
