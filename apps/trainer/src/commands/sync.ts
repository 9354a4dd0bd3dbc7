import { syncRuns } from '@cartwheel/session';
import type { SyncReport } from '@cartwheel/tracking';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';
import { trackersFrom, withTrackerOptions, type TrackerFlags } from './tracker-options.ts';

type SyncOptions = CommonOptions & TrackerFlags;

export function addSyncCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withTrackerOptions(withCommonOptions(program.command('sync')))
    .description('deliver what trackers still lack of a run, or of all runs')
    .argument('[run]', 'an id, a unique prefix of one, or latest')
    .action(async (run: string | undefined, options: SyncOptions) => setExitCode(await sync(run, options)));
}

async function sync(run: string | undefined, { out, json, ...flags }: SyncOptions): Promise<ExitCode> {
  const reports = await syncRuns({
    ...(run === undefined ? {} : { run }),
    out,
    trackers: trackersFrom(flags),
    onReport: json
      ? (report) => printJsonLine({ event: 'synced', ...report, error: report.error?.message ?? null })
      : print,
  });
  if (!json && reports.length === 0)
    process.stdout.write('No run has a tracker. Name one: --aim, --mlflow, --tensorboard or --tracker.\n');
  return reports.every(({ error, pending }) => error === null && pending === 0) ? EXIT.done : EXIT.failed;
}

function print({ runId, tracker, delivered, pending, error }: SyncReport): void {
  const left = pending === 0 ? '' : `, ${pending.toLocaleString('en-US')} left`;
  const why = error ? `: ${error.message}` : '';
  process.stdout.write(
    `${runId.slice(0, 8)} → ${tracker}: ${delivered.toLocaleString('en-US')} delivered${left}${why}\n`,
  );
}
