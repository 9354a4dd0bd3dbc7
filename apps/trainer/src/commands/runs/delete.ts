import { deleteRun } from '@cartwheel/session';
import type { Command } from 'commander';
import { printJsonLine } from '../../output/json-lines.ts';
import { openLogger } from '../../output/open-logger.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';

type DeleteOptions = CommonOptions & { force?: true };

export function addDeleteCommand(runs: Command): void {
  withCommonOptions(runs.command('delete'))
    .description(
      'remove a run: its record and its checkpoints, and with --redis its live state; what trackers have of it stays',
    )
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .option('--force', 'also one that has not ended')
    .action(async (run: string, { json, ...options }: DeleteOptions) => {
      const { out, redis: redisUrl, force = false } = options;
      const deleted = await deleteRun({ run, out, force, redisUrl, logger: openLogger(options) });
      const { runId } = deleted.run;
      if (json) printJsonLine({ event: 'deleted', runId, fromRedis: deleted.fromRedis });
      else process.stdout.write(`Run ${runId} is deleted${deleted.fromRedis ? ', in Redis, too' : ''}.\n`);
    });
}
