import type { FailureReport } from './failure-report.ts';

/** The few globals of Node and of browsers that can tell someone. */
interface Host {
  readonly process?: { emitWarning?(message: string, options: { type: string; detail?: string }): void };
  reportError?(error: unknown): void;
}

/** The last resort when nobody listens: a warning of the host, never a throw. */
export function warnOfFailure(report: FailureReport, host: Host = globalThis): void {
  if (host.process?.emitWarning !== undefined) {
    host.process.emitWarning(describeReport(report), {
      type: 'CartwheelFailure',
      ...(report.error.stack === undefined ? {} : { detail: report.error.stack }),
    });
    return;
  }
  host.reportError?.(report.error);
}

function describeReport({ code, name, scopes, runId, error }: FailureReport): string {
  const path = [...scopes, name].join(' > ');
  const run = runId === undefined ? '' : ` (run ${runId})`;
  return `${path} ${code}${run}: ${error.message}`;
}
