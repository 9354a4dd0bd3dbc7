import * as z from 'zod';
import { float } from './float.schema.ts';
import { jsonValue } from './json-value.schema.ts';

/** Of the documents that this version writes; older ones are read as ever, newer ones refused. */
export const SCHEMA_VERSION = 2;

/** `created → running ⇄ paused → stopping → finished | failed`; `lost` when its writer stopped breathing. */
export const runStatus = z.enum(['created', 'running', 'paused', 'stopping', 'finished', 'failed', 'lost']);

/** 24 lower-case hex digits, the form of an Aim run hash. */
export const runId = z.string().regex(/^[0-9a-f]{24}$/, 'expected 24 lower-case hex digits');

/** How far a run has come. */
export const progress = z.strictObject({
  /** Environment steps over all environments. */
  timesteps: z.int().nonnegative(),
  totalTimesteps: z.int().nonnegative(),
  episodes: z.int().nonnegative(),
  /** Calls of the learner's update phase. */
  updates: z.int().nonnegative(),
  stepsPerSecond: float,
  /** Estimate; null before it is known. */
  secondsLeft: float.nullable(),
});

/** The newest value of a metric. */
export const latestMetric = z.strictObject({
  name: z.string().min(1),
  context: z.record(z.string(), z.string()),
  value: float,
  step: z.int().nonnegative(),
  time: z.number(),
});

/** A checkpoint that a run has on disk. */
export const checkpointRecord = z.strictObject({
  step: z.int().nonnegative(),
  /** Relative to the project folder: `runs/<id>/checkpoints/<step>`. */
  path: z.string().min(1),
  /** SHA-256 of the weights, hex. */
  weightsHash: z.string().min(1),
  time: z.number(),
});

/** Where a run is trained, and by what. */
export const host = z.strictObject({
  hostname: z.string(),
  pid: z.int(),
  platform: z.string(),
  runtime: z.string(),
  /** Name and build of the engine: `js/scalar`, `wasm/simd` … */
  engine: z.string(),
});

const errorSummary = z.strictObject({ code: z.string(), message: z.string() });

/** Why a run failed; `causes`: what lay underneath, nearest first. */
export const runError = errorSummary.extend({ causes: z.array(errorSummary) });

/** The whole of a run as anyone may see it: one document a run. */
export const experimentState = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  runId,
  experiment: z.string().min(1),
  tags: z.array(z.string()),
  status: runStatus,
  /** Rises by one at each take-over of the writer's lease. */
  writerEpoch: z.int().nonnegative(),
  /** The number of the event that put this document there: rises at each publish; commands and outcomes have numbers too. */
  version: z.int().nonnegative(),
  algorithm: z.string().min(1),
  env: z.string().min(1),
  hyperparameters: z.record(z.string(), jsonValue),
  seed: z.int().nonnegative(),
  progress,
  /** The newest value of every metric, by series key. */
  metrics: z.record(z.string(), latestMetric),
  checkpoints: z.array(checkpointRecord),
  host,
  error: runError.nullable(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  updatedAt: z.number(),
});

/** What `runStatus` parses to. */
export type RunStatus = z.output<typeof runStatus>;
/** What `progress` parses to. */
export type Progress = z.output<typeof progress>;
/** What `latestMetric` parses to. */
export type LatestMetric = z.output<typeof latestMetric>;
/** What `checkpointRecord` parses to. */
export type CheckpointRecord = z.output<typeof checkpointRecord>;
/** What `host` parses to. */
export type Host = z.output<typeof host>;
/** What `runError` parses to. */
export type RunError = z.output<typeof runError>;
/** What `experimentState` parses to. */
export type ExperimentState = z.output<typeof experimentState>;
