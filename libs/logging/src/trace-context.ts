import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Which trace a line belongs to, in the shape of OpenTelemetry's span context. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId?: string | undefined;
}

const storage = new AsyncLocalStorage<TraceContext>();

/** Runs `fn`; all lines written in it, and in what it awaits or starts, have the trace's ids. */
export function withTrace<T>(trace: TraceContext, fn: () => T): T {
  return storage.run(trace, fn);
}

/** The trace around the caller, if any. */
export function currentTrace(): TraceContext | undefined {
  return storage.getStore();
}

/** A fresh trace with random ids. */
export function createTrace(): TraceContext {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
}
