import { findRun, openRecord, projectFolder } from '@cartwheel/session';
import { exportPoints, type ExportFormat } from '@cartwheel/tracking';
import { Option, type Command } from 'commander';
import { printJsonLine } from '../../output/json-lines.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';

type ExportPointsOptions = CommonOptions & { format: ExportFormat; to: string };

const FORMATS: ExportFormat[] = ['csv', 'jsonl', 'parquet'];

export function addExportPointsCommand(runs: Command): void {
  withCommonOptions(runs.command('export'))
    .description("write a run's metric points to a file: name, context, step, time, value")
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .addOption(new Option('--format <format>', 'of the file').choices(FORMATS).makeOptionMandatory())
    .requiredOption('--to <file>', 'where to; one that is there is replaced')
    .action(writePoints);
}

async function writePoints(selector: string, { out, json, format, to }: ExportPointsOptions): Promise<void> {
  await using record = await openRecord(projectFolder(out), { readOnly: true });
  const { runId } = await findRun(record.store, selector);
  const points = await exportPoints(record.store, { runId, format, file: to });
  if (json) printJsonLine({ event: 'exported', runId, format, file: to, points });
  else process.stdout.write(`${points.toLocaleString('en-US')} points of run ${runId}: ${to}\n`);
}
