import { findRun, openRecord, projectFolder, recordedRuns } from '@cartwheel/session';
import type { Command } from 'commander';
import { printJsonLine } from '../../output/json-lines.ts';
import { printRun } from '../../output/print-run.ts';
import { printRunTable } from '../../output/print-run-table.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';
import { addRunsPruneCommand } from '../runs-prune.ts';
import { addCompareCommand } from './compare.ts';
import { addDeleteCommand } from './delete.ts';
import { addExportPointsCommand } from './export-points.ts';

export function addRunsCommand(program: Command): void {
  const runs = program.command('runs').description('list, show, compare, export and delete runs');
  withCommonOptions(runs.command('list')).description('all runs, newest last').action(listRuns);
  withCommonOptions(runs.command('show'))
    .description('one run: settings, progress, metrics, checkpoints')
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .action(showRun);
  addCompareCommand(runs);
  addExportPointsCommand(runs);
  addDeleteCommand(runs);
  addRunsPruneCommand(runs);
}

async function listRuns(options: CommonOptions): Promise<void> {
  const runs = await recordedRuns(options.out);
  if (options.json) for (const run of runs) printJsonLine(run);
  else printRunTable(runs);
}

async function showRun(selector: string, options: CommonOptions): Promise<void> {
  await using record = await openRecord(projectFolder(options.out), { readOnly: true });
  const run = await findRun(record.store, selector);
  const series = await record.store.series(run.runId);
  const checkpoints = await record.store.checkpoints(run.runId);
  const trackers = await record.store.cursors(run.runId);
  if (options.json) printJsonLine({ ...run, series, checkpoints, trackers });
  else printRun({ run, series, checkpoints, trackers });
}
