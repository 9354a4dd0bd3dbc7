import * as z from 'zod';
import { float } from './float.schema.ts';

/** Tells series of one name apart: `{ subset: 'eval' }`. Key order does not matter. */
export const metricContext = z.record(z.string(), z.string());

/** One value of one metric. Its key within a run is (name, context, step). */
export const metricPoint = z.strictObject({
  /** From docs/metrics.md, in Stable-Baselines3's words: `rollout/ep_rew_mean`. */
  name: z.string().min(1),
  context: metricContext,
  /** Environment steps over all environments. */
  step: z.int().nonnegative(),
  /** Milliseconds since the epoch. */
  time: z.number(),
  value: float,
});

/** All points of one moment, handed over together. */
export const metricBatch = z.strictObject({
  runId: z.string().min(1),
  points: z.array(metricPoint),
});

/** What `metricPoint` parses to. */
export type MetricPoint = z.output<typeof metricPoint>;
/** What `metricBatch` parses to. */
export type MetricBatch = z.output<typeof metricBatch>;
