import type { MetricPoint } from '@cartwheel/experiment-state';
import type { EntryPlace, RunEntry } from '../run-store/run-entry.schema.ts';
import type { RunRecord } from '../run-store/run-store.ts';

/** A run as a session hands it over before its first step. */
export function runRecord(runId: string, over: Partial<RunRecord> = {}): RunRecord {
  return {
    runId,
    experiment: 'default',
    status: 'created',
    algorithm: 'ppo',
    env: 'CartPole-v1',
    seed: 7,
    tags: [],
    config: {
      env: 'CartPole-v1',
      algo: 'ppo',
      seed: 7,
      preset: 'tuned',
      set: {},
      experiment: 'default',
      tags: [],
      evalEpisodes: 20,
      evalEvery: 0,
      checkpointEvery: 0,
    },
    hyperparameters: { learning_rate: 3e-4, normalize: true },
    timesteps: 0,
    totalTimesteps: 1000,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    error: null,
    host: null,
    summary: {},
    ...over,
  };
}

export function metricPoint(
  name: string,
  step: number,
  value: number,
  context: Record<string, string> = {},
): MetricPoint {
  return { name, context, step, time: 1_700_000_000_000 + step, value };
}

/** A red pixel as PNG. */
export const RED_PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'),
  (character) => character.charCodeAt(0),
);

/** One entry of each kind: a text, an image, a figure, a histogram, an artifact. */
export function everyEntry(): RunEntry[] {
  return [
    { ...place('note', 1), kind: 'text', text: 'Ünïcode\nand a line' },
    { ...place('frame', 2), kind: 'image', image: RED_PIXEL, format: 'png', width: 1, height: 1, caption: 'red' },
    { ...place('figure', 3), kind: 'figure', figure: { data: [{ x: [1], y: [-0] }], layout: {} } },
    { ...place('weights', 4), kind: 'histogram', edges: [Number.NEGATIVE_INFINITY, -0, 0.5, 1], counts: [1, 0, 7] },
    { ...place('policy', 5), kind: 'artifact', path: 'runs/a/policy.onnx', sha256: 'ab'.repeat(32), bytes: 12 },
  ];
}

function place(name: string, step: number): EntryPlace {
  return { name, context: { subset: 'test' }, step, time: 1_700_000_000_000 + step };
}
