import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from './logger.ts';

/** Fields, or what reads them when a line is written, as the step that changes all the time. */
export type ContextFields = LogFields | (() => LogFields);

const storage = new AsyncLocalStorage<() => LogFields>();

/**
 * Runs `fn`; all lines written in it, and in what it awaits or starts, have these fields too, whichever logger writes them.
 * A line's own fields and its logger's count more. Contexts nest.
 *
 * ```ts
 * await withLogFields(() => ({ runId, step: session.timesteps }), () => train());
 * ```
 */
export function withLogFields<T>(fields: ContextFields, fn: () => T): T {
  const outer = storage.getStore();
  const inner = typeof fields === 'function' ? fields : () => fields;
  return storage.run(outer === undefined ? inner : () => ({ ...outer(), ...inner() }), fn);
}

/** The fields around the caller. */
export function contextFields(): LogFields | undefined {
  return storage.getStore()?.();
}
