import {
  checkpointRecord,
  command,
  commandOutcome,
  jsonValue,
  metricContext,
  runError,
} from '@cartwheel/experiment-state';
import * as z from 'zod';
import { runSummary } from './run-summary.schema.ts';

/** All of a run but its points. */
export const runDetail = runSummary.extend({
  hyperparameters: z.record(z.string(), jsonValue),
  error: runError.nullable(),
  checkpoints: z.array(checkpointRecord),
  commands: z.array(z.object({ command, outcome: commandOutcome.nullable() })),
  /** In order of name. */
  series: z.array(z.object({ name: z.string(), context: metricContext, count: z.number() })),
  /** The last lines. */
  console: z.array(z.object({ time: z.number(), stream: z.enum(['stdout', 'stderr']), text: z.string() })),
});

export type RunDetail = z.output<typeof runDetail>;
