import type { ErrorSummary } from '@cartwheel/async-guard';
import type { Delivery } from '../start-relay.ts';

/** What the relays' thread is started with: plain data. */
export interface RelayThreadSettings {
  /** The store's file, which the thread opens for itself. */
  readonly file: string;
  readonly runId: string;
  /** As `openTracker` takes them. */
  readonly trackers: readonly string[];
  /** Whether somebody wants to hear of each delivery. */
  readonly tellsDeliveries: boolean;
  readonly options: { readonly pollMs?: number; readonly batchPoints?: number; readonly partTimeoutMs?: number };
}

/** To the thread. `stop`: let go of everything at once. */
export type RelayOrder = { type: 'finish'; tracker: string; budgetMs: number } | { type: 'stop' };

/** From the thread. `failure`: what its error sink was told. */
export type RelayNews =
  | { type: 'trouble'; tracker: string; error: ErrorSummary }
  | { type: 'delivery'; tracker: string; delivery: Omit<Delivery, 'error'>; error?: ErrorSummary }
  | { type: 'failure'; name: string; error: ErrorSummary }
  | { type: 'finished'; tracker: string; isComplete: boolean };
