import * as z from 'zod';
import { jsonValue } from './json-value.schema.ts';

const commandAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('stop'), abort: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('checkpoint') }),
  z.strictObject({ kind: z.literal('evaluate') }),
  z.strictObject({ kind: z.literal('set'), name: z.string().min(1), value: jsonValue }),
  z.strictObject({ kind: z.literal('extend'), steps: z.int().positive() }),
]);

/** A wish of somebody who watches a run; applied at the next safe point. */
export const command = z.strictObject({
  id: z.string().min(1),
  sender: z.string().min(1),
  action: commandAction,
  /** Milliseconds since the epoch. */
  sentAt: z.number(),
  /** After this moment it is settled `expired` instead of applied. */
  expiresAt: z.number(),
});

/** How a command ended: exactly one of the three. */
export const commandOutcome = z.strictObject({
  commandId: z.string().min(1),
  status: z.enum(['applied', 'rejected', 'expired']),
  /** Why it was rejected, or what came of it. */
  detail: z.string().optional(),
  /** Environment steps done when it was settled. */
  step: z.int().nonnegative(),
  settledAt: z.number(),
});

/** What `command` parses to. */
export type Command = z.output<typeof command>;
/** What `commandOutcome` parses to. */
export type CommandOutcome = z.output<typeof commandOutcome>;
