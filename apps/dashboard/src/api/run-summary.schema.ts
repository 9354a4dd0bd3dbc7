import { float, runStatus } from '@cartwheel/experiment-state';
import * as z from 'zod';
import { shelf } from './shelf.schema.ts';

/** A row of the table of runs. */
export const runSummary = z.object({
  runId: z.string(),
  experiment: z.string(),
  status: runStatus,
  algorithm: z.string(),
  env: z.string(),
  seed: z.number(),
  tags: z.array(z.string()),
  shelf,
  timesteps: z.number(),
  totalTimesteps: z.number(),
  /** Milliseconds since the epoch. */
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Of the final evaluation, where there was one. */
  evalMean: float.nullable(),
  stepsPerSecond: float.nullable(),
});

export type RunSummary = z.output<typeof runSummary>;
