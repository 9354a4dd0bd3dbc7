import { METRICS } from '@cartwheel/callbacks';
import { createHealthMonitor, startHealthServer, type HealthCheck } from '@cartwheel/health';
import { createRunMetrics } from '@cartwheel/health/prometheus';
import type { ActiveRun } from '../begin-run.ts';
import type { RunContext } from '../train-run.ts';
import { createRunChecks } from './run-checks.ts';
import type { TrainingWitness } from './training-witness.ts';

/** A server for Kubernetes' probes and for Prometheus, as long as a run lasts. */
export interface HealthOptions {
  /** 0 is a free one; the log says which. */
  port: number;
  /** Default `127.0.0.1`. In a container `0.0.0.0`, since the kubelet asks from outside. */
  host?: string | undefined;
  /** How old the last step may be in a process that is ready, in milliseconds. Default 60,000. */
  stepWithinMs?: number | undefined;
  /** One's own, beside those of the session. */
  checks?: readonly HealthCheck[] | undefined;
  /** Told of the address. */
  onListening?: ((url: string) => void) | undefined;
}

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(METRICS).map(([name, { description }]) => [name, description]),
);

/**
 * `/livez`, `/readyz`, `/startupz` and `/metrics` of the run, until it is disposed.
 *
 * @throws `health/listen-failed` if the port cannot be had.
 */
export async function serveHealth(
  context: RunContext,
  health: HealthOptions,
  run: ActiveRun,
  witness: TrainingWitness,
): Promise<AsyncDisposable> {
  const checks = createRunChecks(context, run, witness);
  const metrics = createRunMetrics({ runId: run.runId, describe: (name) => DESCRIPTIONS.get(name) ?? name });
  const server = await startHealthServer({
    monitor: createHealthMonitor(checks.checks),
    port: health.port,
    host: health.host,
    metrics() {
      metrics.set(Object.values(run.live.current.metrics).filter(({ context: of }) => Object.keys(of).length === 0));
      return metrics.page();
    },
    onError: (error) => context.logger.warn('the health server is in trouble', { error }),
  });
  context.logger.info('probes are answered', { url: server.url });
  health.onListening?.(server.url);
  return {
    async [Symbol.asyncDispose]() {
      await server.close();
      checks[Symbol.dispose]();
    },
  };
}
