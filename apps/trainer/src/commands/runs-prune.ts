import { pruneRuns } from '@cartwheel/session';
import { InvalidArgumentError, type Command } from 'commander';
import { openLogger } from '../output/open-logger.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';

type PruneOptions = CommonOptions & { redis: string; olderThan: number; dryRun?: boolean };

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function addRunsPruneCommand(runs: Command): void {
  const command = withCommonOptions(runs.command('prune'))
    .description('take the live state of runs that ended a while ago out of Redis; the record on disk stays')
    .option('--older-than <time>', 'ended longer ago than that: 12h, 30d', duration, duration('7d'))
    .option('--dry-run', 'only say which')
    .action(prune);
  command.options.find(({ long }) => long === '--redis')?.makeOptionMandatory();
}

async function prune({ redis, olderThan, dryRun = false, json, ...options }: PruneOptions): Promise<void> {
  const logger = openLogger(options);
  const pruned = await pruneRuns({ redisUrl: redis, olderThanMs: olderThan, dryRun, logger });
  for (const { runId, status, experiment, updatedAt } of pruned) {
    if (json) printJsonLine({ event: dryRun ? 'would-prune' : 'pruned', runId, status, experiment, updatedAt });
    else process.stdout.write(`${runId}  ${status}  ${new Date(updatedAt).toISOString()}  ${experiment}\n`);
  }
  const what = dryRun ? 'would be taken' : 'taken';
  if (!json) process.stdout.write(`${pruned.length} ${pruned.length === 1 ? 'run' : 'runs'} ${what} out of Redis.\n`);
}

function duration(text: string): number {
  const { count, unit } = /^(?<count>\d+)(?<unit>[smhd])$/.exec(text)?.groups ?? {};
  if (count === undefined || unit === undefined) throw new InvalidArgumentError('Expected a time such as 12h or 30d.');
  return Number(count) * (UNITS_MS[unit] ?? 0);
}
