import { CartwheelError } from '@cartwheel/async-guard';
import type { HealthCheck, Probe } from './health-check.ts';
import type { CheckReport, HealthReport } from './health-report.ts';
import { runCheck, type RunCheckOptions } from './run-check.ts';

/** Runs checks and rolls them up. */
export interface HealthMonitor {
  /** Runs all checks side by side, each within its time limit; never rejects. Calls at one time share one run. */
  check(): Promise<HealthReport>;
}

/**
 * Makes a monitor over these checks.
 *
 * @throws `health/doubled-check` if two checks have one name.
 */
export function createHealthMonitor(checks: readonly HealthCheck[], options: RunCheckOptions = {}): HealthMonitor {
  refuseDoubles(checks);
  let isStarted = false;
  let running: Promise<HealthReport> | undefined;
  const run = async (): Promise<HealthReport> => {
    const reports = await Promise.all(checks.map((check) => runCheck(check, options)));
    isStarted ||= isWell(reports, 'startup');
    return rollUp(reports, isStarted);
  };
  return {
    check() {
      running ??= run().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

/**
 * What the checks mean for each probe: "yes" unless a check that affects it says no.
 *
 * @param startup Whether it has started. Default: if the checks that affect `startup` are well now.
 */
export function rollUp(checks: readonly CheckReport[], startup = isWell(checks, 'startup')): HealthReport {
  // Nothing is ready before it has started.
  return { live: isWell(checks, 'live'), ready: startup && isWell(checks, 'ready'), startup, checks };
}

function isWell(checks: readonly CheckReport[], probe: Probe): boolean {
  return checks.every(({ ok, affects }) => ok || !affects.includes(probe));
}

function refuseDoubles(checks: readonly HealthCheck[]): void {
  const names = checks.map(({ name }) => name);
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled === undefined) return;
  const message = `expected each health check to have a name of its own, got "${doubled}" twice: rename one of them`;
  throw new CartwheelError('health/doubled-check', message);
}
