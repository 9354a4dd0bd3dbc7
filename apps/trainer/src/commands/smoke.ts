import { runSmoke } from '@cartwheel/session';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';
import { trackersFrom, withTrackerOptions, type TrackerFlags } from './tracker-options.ts';

export function addSmokeCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withTrackerOptions(withCommonOptions(program.command('smoke')))
    .description('prove in 20 steps that training, live state and store work together')
    .action(async (options: CommonOptions & TrackerFlags, command: Command) => {
      // Without --out the proof leaves nothing behind.
      const out = command.getOptionValueSource('out') === 'default' ? undefined : options.out;
      const report = await runSmoke({ redisUrl: options.redis, out, trackers: trackersFrom(options) });
      for (const check of report.checks) {
        if (options.json) printJsonLine({ event: 'check', ...check });
        else process.stdout.write(`${check.ok ? 'ok  ' : 'FAIL'} ${check.name}: ${check.detail}\n`);
      }
      if (options.json) printJsonLine({ event: 'finished', runId: report.runId, ok: report.ok });
      setExitCode(report.ok ? EXIT.done : EXIT.failed);
    });
}
