import type { Probe } from './health-check.ts';

/** One check's answer. */
export interface CheckReport {
  readonly name: string;
  readonly ok: boolean;
  readonly affects: readonly Probe[];
  /** `ok`, `unhealthy` (the check said no), `failed` (it threw), `timeout`, `cancelled`, or `dropped` (its slot was taken). */
  readonly code: 'ok' | 'unhealthy' | 'failed' | 'timeout' | 'cancelled' | 'dropped';
  readonly detail: string;
  readonly advice?: string | undefined;
  /** How long the check took. */
  readonly durationMs: number;
}

/** All checks, and what they mean for each probe. */
export interface HealthReport {
  readonly live: boolean;
  readonly ready: boolean;
  /** Stays true once all checks that affect `startup` were well together. */
  readonly startup: boolean;
  readonly checks: readonly CheckReport[];
}
