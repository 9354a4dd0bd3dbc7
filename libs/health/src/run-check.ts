import { createErrorSink, guard, type ErrorSink, type Failure } from '@cartwheel/async-guard';
import type { CheckResult, HealthCheck, Probe } from './health-check.ts';
import type { CheckReport } from './health-report.ts';

/** How long a check may take. */
export interface RunCheckOptions {
  /** Stops waiting for the check. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of checks that threw or took too long. Default: nobody, as the report says it. */
  readonly sink?: ErrorSink | undefined;
}

/** Checks usually wait for a disk or a near network: 2 s is far beyond both, and below Kubernetes' usual period of 10 s. */
const DEFAULT_CHECK_TIMEOUT_MS = 2_000;

const DEFAULT_AFFECTS: readonly Probe[] = ['ready'];
const quiet = createErrorSink(() => {});

/** Runs one check within its time limit. Never rejects: what went wrong is in the report. */
export async function runCheck(check: HealthCheck, options: RunCheckOptions = {}): Promise<CheckReport> {
  const { name, affects = DEFAULT_AFFECTS, timeoutMs = DEFAULT_CHECK_TIMEOUT_MS } = check;
  const { signal, sink = quiet } = options;
  const startedAt = performance.now();
  const outcome = await guard((signal) => check.run(signal), { name: `health.${name}`, timeoutMs, sink, signal })();
  const durationMs = Math.round(performance.now() - startedAt);
  const answer = outcome.ok ? fromResult(outcome.value) : fromFailure(outcome, timeoutMs);
  return { name, affects, ...answer, durationMs };
}

type Answer = Pick<CheckReport, 'ok' | 'code' | 'detail' | 'advice'>;

function fromResult({ ok, detail, advice }: CheckResult): Answer {
  return { ok, code: ok ? 'ok' : 'unhealthy', detail, ...(advice === undefined ? {} : { advice }) };
}

function fromFailure({ code, error }: Failure, timeoutMs: number): Answer {
  return { ok: false, code, detail: code === 'timeout' ? `no answer within ${timeoutMs} ms` : error.message };
}
