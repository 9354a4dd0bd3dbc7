import { deleteRun } from '@cartwheel/session';
import type { Command } from 'commander';
import { printJsonLine } from '../../output/json-lines.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';

type DeleteOptions = CommonOptions & { force?: true };

export function addDeleteCommand(runs: Command): void {
  withCommonOptions(runs.command('delete'))
    .description('remove a run: its record and its checkpoints; what trackers have of it stays')
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .option('--force', 'also one that has not ended')
    .action(async (run: string, { out, json, force }: DeleteOptions) => {
      const { runId } = await deleteRun({ run, out, force: force === true });
      if (json) printJsonLine({ event: 'deleted', runId });
      else process.stdout.write(`Run ${runId} is deleted.\n`);
    });
}
