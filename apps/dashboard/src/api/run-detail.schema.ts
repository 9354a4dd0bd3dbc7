import { checkpointRecord, command, commandOutcome, host, runError } from '@cartwheel/experiment-state';
import * as z from 'zod';
import { settledRun } from './compared.schema.ts';
import { placedMark } from './curve-mark.schema.ts';

/** All of a run but its points. */
export const runDetail = settledRun.extend({
  error: runError.nullable(),
  /** Where it is trained, or was last; null where that was not recorded. */
  host: host.nullable(),
  checkpoints: z.array(checkpointRecord),
  commands: z.array(z.object({ command, outcome: commandOutcome.nullable() })),
  /** Hyperparameters that may change while it learns, and what each may be, in words. */
  settable: z.array(z.object({ name: z.string(), expected: z.string() })),
  /** Where points are missing, of a run that is trained elsewhere. */
  marks: z.array(placedMark),
  /** The last lines. */
  console: z.array(z.object({ time: z.number(), stream: z.enum(['stdout', 'stderr']), text: z.string() })),
});

export type RunDetail = z.output<typeof runDetail>;
