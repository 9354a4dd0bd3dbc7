import { jsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';
import { curve } from './curve.schema.ts';
import { runSummary } from './run-summary.schema.ts';

/** A run with what may tell it apart from others. */
export const settledRun = runSummary.extend({ hyperparameters: z.record(z.string(), jsonValue) });

export type SettledRun = z.output<typeof settledRun>;

/** Those of the wanted runs that are here, in the order asked for, and the metrics that any of them has. */
export const compared = z.object({ runs: z.array(settledRun), metrics: z.array(z.string()) });

/** One metric of several runs; a run without it is left out. */
export const comparedCurves = z.array(z.object({ runId: z.string(), curve }));
