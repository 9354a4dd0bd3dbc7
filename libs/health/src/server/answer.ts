import type { HealthReport } from '../health-report.ts';
import type { Metrics } from './protocol.ts';

/** What the worker knows when a request comes. */
export interface Knowledge {
  /** Milliseconds since the main loop's last sign of life. */
  readonly heartbeatAgeMs: number;
  /** The loop counts as blocked beyond this age. */
  readonly blockedAfterMs: number;
  /** The loop counts as dead beyond this age. */
  readonly deadAfterMs: number;
  /** The checks' last report; `undefined` before the first. */
  readonly report: HealthReport | undefined;
  readonly metrics: Metrics | undefined;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The answer to one request: a pure function of what the worker knows. Paths are those of Kubernetes' own servers. */
export function answer(path: string, knowledge: Knowledge): Answer {
  if (path === '/livez') return live(knowledge);
  if (path === '/readyz') return ready(knowledge);
  if (path === '/startupz') return startup(knowledge);
  if (path === '/metrics' && knowledge.metrics !== undefined) {
    return { status: 200, contentType: knowledge.metrics.contentType, body: knowledge.metrics.text };
  }
  return json(404, { status: 'unknown', detail: 'expected /livez, /readyz, /startupz or /metrics' });
}

/** A blocked loop is alive, and says that it is blocked; only one that stays so is worth a restart. */
function live({ heartbeatAgeMs, blockedAfterMs, deadAfterMs, report }: Knowledge): Answer {
  const checks = report?.checks.filter(({ affects }) => affects.includes('live')) ?? [];
  if (heartbeatAgeMs > deadAfterMs) return json(503, { status: 'dead', heartbeatAgeMs, checks });
  if (report?.live === false) return json(503, { status: 'unhealthy', heartbeatAgeMs, checks });
  return json(200, { status: heartbeatAgeMs > blockedAfterMs ? 'blocked' : 'ok', heartbeatAgeMs, checks });
}

/** A report from before the loop was blocked says nothing about now. */
function ready({ heartbeatAgeMs, blockedAfterMs, report }: Knowledge): Answer {
  if (report === undefined) return json(503, { status: 'starting', heartbeatAgeMs, checks: [] });
  const { checks } = report;
  if (heartbeatAgeMs > blockedAfterMs) return json(503, { status: 'blocked', heartbeatAgeMs, checks });
  return json(report.ready ? 200 : 503, { status: report.ready ? 'ok' : 'unhealthy', heartbeatAgeMs, checks });
}

function startup({ heartbeatAgeMs, report }: Knowledge): Answer {
  const isStarted = report?.startup === true;
  return json(isStarted ? 200 : 503, {
    status: isStarted ? 'ok' : 'starting',
    heartbeatAgeMs,
    checks: report?.checks.filter(({ affects }) => affects.includes('startup')) ?? [],
  });
}

function json(status: number, body: object): Answer {
  return { status, contentType: 'application/json', body: `${JSON.stringify(body)}\n` };
}
