import { experimentState } from '@cartwheel/experiment-state';
import * as z from 'zod';

/** Of the state document, what pages show and what the store's row has later or not at all. */
export const liveState = experimentState.pick({
  status: true,
  version: true,
  writerEpoch: true,
  hyperparameters: true,
  progress: true,
  host: true,
});

/** The process that trains a run, as far as it can be reached. */
export const writer = z.discriminatedUnion('reach', [
  z.object({ reach: z.literal('unknown') }),
  z.object({ reach: z.literal('answers'), state: liveState }),
  /** `state`: the last that it told, if it did. */
  z.object({ reach: z.literal('silent'), why: z.string(), state: liveState.nullable() }),
]);

export type LiveState = z.output<typeof liveState>;
export type Writer = z.output<typeof writer>;
