import type { HealthReport } from '../health-report.ts';

/** What the worker needs to start. */
export interface WorkerSettings {
  readonly heartbeat: SharedArrayBuffer;
  readonly host: string;
  readonly port: number;
  readonly blockedAfterMs: number;
  readonly deadAfterMs: number;
}

/** From the main thread to the worker. */
export type ToWorker =
  | { readonly kind: 'report'; readonly report: HealthReport; readonly metrics: Metrics | undefined }
  | { readonly kind: 'close' };

/** From the worker to the main thread. */
export type FromWorker =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string };

/** A page of metrics. */
export interface Metrics {
  readonly contentType: string;
  readonly text: string;
}
