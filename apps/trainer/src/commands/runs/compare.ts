import { findRun, openRecord, projectFolder } from '@cartwheel/session';
import { compareRuns } from '@cartwheel/tracking';
import type { Command } from 'commander';
import { printJsonLine } from '../../output/json-lines.ts';
import { printComparison } from '../../output/print-comparison.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';

export function addCompareCommand(runs: Command): void {
  withCommonOptions(runs.command('compare'))
    .description('runs side by side: the settings that differ, and what came of them')
    .argument('<run...>', 'ids, unique prefixes of them, or latest')
    .action(compare);
}

async function compare(selectors: string[], { out, json }: CommonOptions): Promise<void> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const runs = [];
  for (const selector of selectors) runs.push(await findRun(record.store, selector));
  const comparison = await compareRuns(record.store, runs);
  if (json) printJsonLine({ event: 'compared', ...comparison });
  else printComparison(comparison);
}
