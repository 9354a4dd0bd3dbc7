import * as z from 'zod';
import { command, commandOutcome } from './command.schema.ts';
import { experimentState } from './experiment-state.schema.ts';
import { statePatch } from './state-patch.schema.ts';

/** What a watcher of a run gets. Versions number the events of a run without gap, from 1 on. */
export const runEvent = z.discriminatedUnion('type', [
  /**
   * The document that this event put there; its own `version` is the event's. `patch` leads there from the document before
   * it, unless the broker kept this one whole.
   */
  z.strictObject({
    type: z.literal('state'),
    version: z.int().positive(),
    state: experimentState,
    patch: statePatch.optional(),
  }),
  /** The document as it stands after event `version`, for all events up to there that are no longer kept. */
  z.strictObject({ type: z.literal('snapshot'), version: z.int().positive(), state: experimentState }),
  z.strictObject({ type: z.literal('command'), version: z.int().positive(), command }),
  z.strictObject({ type: z.literal('command-outcome'), version: z.int().positive(), outcome: commandOutcome }),
]);

/** What `runEvent` parses to. */
export type RunEvent = z.output<typeof runEvent>;
