import type { SessionOptions } from '@cartwheel/session';
import type { Command } from 'commander';
import { wholeNumber } from '../parse-options.ts';
import { dashboardOption, type DashboardFlag } from './dashboard-option.ts';
import { healthFrom, healthHostOption, healthPortOption, type HealthFlags } from './health-options.ts';
import { trackersFrom, withTrackerOptions, type TrackerFlags } from './tracker-options.ts';

/** Where a training is shown, and how long its run stays its own. */
export type SessionFlags = DashboardFlag & TrackerFlags & HealthFlags & { leaseSeconds?: number };

/** Of every command that trains. */
export function withSessionOptions(command: Command): Command {
  return withTrackerOptions(command)
    .addOption(dashboardOption())
    .addOption(healthPortOption())
    .addOption(healthHostOption())
    .option(
      '--lease-seconds <n>',
      "how long the run stays this process's in Redis after it was last heard of (default: 30)",
      wholeNumber(1),
    );
}

export function sessionOptionsFrom(flags: SessionFlags): Pick<SessionOptions, 'trackers' | 'health' | 'leaseTtlMs'> {
  const { leaseSeconds } = flags;
  const leaseTtlMs = leaseSeconds === undefined ? undefined : leaseSeconds * 1000;
  return { trackers: trackersFrom(flags), health: healthFrom(flags), leaseTtlMs };
}
