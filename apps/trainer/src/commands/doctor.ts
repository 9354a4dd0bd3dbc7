import { runDoctor, type DoctorLine } from '@cartwheel/session';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';

type DoctorFlags = CommonOptions & { aim?: string; mlflow?: string; healthUrl?: string };

export function addDoctorCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withCommonOptions(program.command('doctor'))
    .description('look at all that a training needs, and say what to do where something is missing')
    .option('--aim <url>', "Aim's server: aim://host:port")
    .option('--mlflow <uri>', "MLflow's server: http://host:port")
    .option('--health-url <url>', 'a running trainer with --health-port')
    .action(async ({ out, redis, aim, mlflow, healthUrl, json }: DoctorFlags) => {
      const report = await runDoctor({ out, redisUrl: redis, aimUrl: aim, mlflowUrl: mlflow, healthUrl });
      for (const line of report.lines) {
        if (json) printJsonLine({ event: 'check', ...line });
        else process.stdout.write(describe(line, process.stdout.isTTY));
      }
      if (json) printJsonLine({ event: 'finished', ok: report.ok });
      setExitCode(report.ok ? EXIT.done : EXIT.failed);
    });
}

/** Red is for what is bad, green for what is well; what is optional and missing has no colour. */
const MARKS: Record<DoctorLine['status'], { word: string; color: string }> = {
  ok: { word: 'ok  ', color: '\u001B[32m' },
  bad: { word: 'BAD ', color: '\u001B[31m' },
  off: { word: 'off ', color: '\u001B[2m' },
};

/** One more than the longest, `dev-services`. */
const NAME_WIDTH = 13;

function describe({ name, status, detail, advice }: DoctorLine, isTerminal: boolean): string {
  const { word, color } = MARKS[status];
  const paint = isTerminal && (process.env['NO_COLOR'] ?? '') === '';
  const mark = paint ? `${color}${word}\u001B[0m` : word;
  const what = advice === undefined || status === 'ok' ? '' : `\n${' '.repeat(word.length + NAME_WIDTH)}→ ${advice}`;
  return `${mark}${name.padEnd(NAME_WIDTH)}${detail}${what}\n`;
}
