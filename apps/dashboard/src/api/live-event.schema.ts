import * as z from 'zod';
import { curve } from './curve.schema.ts';
import { runSummary } from './run-summary.schema.ts';
import { writer } from './writer.schema.ts';

/** What a page that follows a run is sent. The id of the event is its position. */
export const liveEvent = z.discriminatedUnion('type', [
  /** Points behind the position of the event before. A point with a step that is known replaces it. */
  z.object({ type: z.literal('points'), position: z.number(), curves: z.array(curve) }),
  z.object({ type: z.literal('run'), position: z.number(), run: runSummary }),
  z.object({ type: z.literal('writer'), position: z.number(), writer }),
]);

export type LiveEvent = z.output<typeof liveEvent>;
