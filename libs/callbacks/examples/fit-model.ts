/**
 * Trains a model of TensorFlow.js with `model.fit`, with Cartwheel's callbacks, live state and record around it.
 * Run: `npx nx example callbacks`
 */
import { hostname } from 'node:os';
import type { ExperimentBroker } from '@cartwheel/broker';
import {
  createLatestDispatcher,
  createMetricAggregator,
  createMetricsCallback,
  createProgressDispatcher,
  type TrainingCallback,
} from '../src/index.ts';
import {
  createExperimentState,
  createRunId,
  parseTrainConfig,
  seriesKey,
  type ExperimentState,
} from '@cartwheel/experiment-state';
import type { RunStore } from '@cartwheel/tracking';
import { version_cpu as backendVersion } from '@tensorflow/tfjs-backend-cpu';
import { tensor2d, train } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { FitSession } from './fit-session.ts';

export interface FitModelOptions {
  store: RunStore;
  broker: ExperimentBroker;
  seed?: number;
  epochs?: number;
  callbacks?: readonly TrainingCallback[];
}

const SAMPLES = 256;
const LEARNING_RATE = 0.01;

/** Learns y = sin(3x), and leaves the run's state in the broker and its points in the store. Gives the run's id. */
export async function fitModel(options: FitModelOptions): Promise<{ runId: string; stopReason: string | undefined }> {
  const { store, broker, seed = 1, epochs = 20, callbacks = [] } = options;
  const initial = firstState(seed, epochs);
  const { runId } = initial;
  const config = parseTrainConfig({ env: 'sine', algo: 'tfjs-fit', seed, steps: epochs * SAMPLES });
  await store.createRun({ ...initial, config, timesteps: 0, totalTimesteps: epochs * SAMPLES, summary: {} });
  const live = await openLiveState(broker, initial);
  const dispatcher = createProgressDispatcher({
    runId,
    sinks: [
      {
        name: 'run store',
        kind: 'record',
        write: (batch) => store.appendPoints(runId, batch.points),
        flush: () => store.flush(),
      },
      live.sink,
    ],
  });
  const metrics = createMetricsCallback({ aggregator: createMetricAggregator(), dispatcher });
  const xs = Float32Array.from({ length: SAMPLES }, (_, i) => (2 * i) / SAMPLES - 1);
  const session = new FitSession(createModel(seed), {
    task: 'sine',
    seed,
    x: tensor2d(xs, [SAMPLES, 1]),
    y: tensor2d(
      xs.map((x) => Math.sin(3 * x)),
      [SAMPLES, 1],
    ),
    epochs,
    batchSize: 32,
    callbacks: [metrics, live.callback, ...callbacks],
  });
  const { stopReason } = await session.fit();
  await dispatcher.close();
  await store.updateRun(runId, { status: 'finished', timesteps: session.timesteps });
  live.change({ status: 'finished' });
  await live.flush();
  return { runId, stopReason };
}

function createModel(seed: number): Sequential {
  const kernelInitializer = initializers.glorotUniform({ seed });
  const model = sequential({
    layers: [
      layers.dense({ name: 'hidden', units: 16, activation: 'tanh', inputShape: [1], kernelInitializer }),
      layers.dense({ name: 'output', units: 1, kernelInitializer }),
    ],
  });
  model.compile({ optimizer: train.adam(LEARNING_RATE), loss: 'meanSquaredError' });
  return model;
}

function firstState(seed: number, epochs: number): ExperimentState {
  return createExperimentState({
    runId: createRunId(),
    algorithm: 'tfjs-fit',
    env: 'sine',
    seed,
    hyperparameters: { epochs, batchSize: 32 },
    totalTimesteps: epochs * SAMPLES,
    host: {
      hostname: hostname(),
      pid: process.pid,
      platform: `${process.platform}-${process.arch}`,
      runtime: `node ${process.version}`,
      engine: `tfjs-cpu ${backendVersion}`,
    },
  });
}

/** The run's document in the broker: the newest one wins. */
async function openLiveState(broker: ExperimentBroker, initial: ExperimentState) {
  const created = await broker.create(initial);
  const { lease } = await broker.acquireLease(initial.runId, { owner: `fit:${process.pid}`, ttlMs: 60_000 });
  let current: ExperimentState = { ...created, writerEpoch: lease.epoch };
  let { version } = created;
  const latest = createLatestDispatcher<ExperimentState>(
    async (state) => {
      const result = await broker.publish({ ...state, version }, { expectedVersion: version });
      if (result.status !== 'stale') version = result.version;
    },
    { name: 'run state' },
  );

  function change(part: Partial<ExperimentState>): void {
    current = { ...current, ...part, updatedAt: Date.now() };
    latest.push(current);
  }

  const callback: TrainingCallback = {
    name: 'state',
    onTrainingStart: () => change({ status: 'running' }),
    onUpdate: (_event, { timesteps, updates }) => change({ progress: { ...current.progress, timesteps, updates } }),
    onTrainingEnd: () => change({ status: 'stopping' }),
  };
  const sink = {
    name: 'live state',
    kind: 'live' as const,
    async write({ points }: { points: readonly ExperimentState['metrics'][string][] }) {
      const metrics = { ...current.metrics };
      for (const point of points) metrics[seriesKey(point.name, point.context)] = point;
      change({ metrics });
    },
  };
  return { change, callback, sink, flush: () => latest.flush() };
}
