import { Command, Option } from 'commander';
import { checkNames, type CheckName } from '../findings/finding.ts';
import { reportFormats } from '../report/report-format.ts';
import type { CheckCommandOptions } from './check-command.ts';

/** What the commands do; given from outside, so that parsing is tested alone. */
export interface ProgramActions {
  readonly check: (name: CheckName, options: CheckCommandOptions) => Promise<void>;
  readonly why: (question: string, options: { readonly json: boolean }) => Promise<void>;
}

const DESCRIPTIONS: Readonly<Record<CheckName, string>> = {
  'dead-code': 'finds code, files, tests and dependencies that nothing needs',
  duplicates: 'finds copies',
  'no-print': 'finds calls of the console that were left behind',
  'no-legacy-imports': 'finds uses of what was removed',
  unguarded: 'finds background promises and timers outside of a guard',
};

/** The command line of `nx-quality`. */
export function createProgram({ check, why }: ProgramActions): Command {
  const program = new Command('nx-quality')
    .description('Dead code and duplicates that can only shrink.')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing new, 1 findings or a stale baseline, 2 the analysis could not be done.',
    );
  for (const name of checkNames) {
    program
      .command(name)
      .description(DESCRIPTIONS[name])
      .option('--project <name...>', 'report on these projects only; the analysis is always of the whole workspace')
      .option('--affected', 'report on what changed and what it depends on', false)
      .option('--base <ref>', 'what --affected compares with', 'main')
      .option('--baseline', 'take findings that are gone out of the baselines', false)
      .option('--accept', 'with --baseline: also put new findings in', false)
      .option('--fix', 'mend what can be mended, and put back whatever makes typecheck or tests fail', false)
      .option('--output <file>', 'write the report to a file')
      .option('--save <file>', 'keep the findings of the whole workspace in a file, and report on nothing')
      .option('--from <file>', 'report on findings that --save kept, without an analysis')
      .addOption(new Option('--format <name>', 'how to print').choices([...reportFormats]).default('terminal'))
      .action((options: CheckCommandOptions) => check(name, options));
  }
  program
    .command('why')
    .argument('<symbol>', 'a top-level name, a file, or file#name')
    .description('prints the shortest way from an entry to a symbol or a file')
    .option('--json', 'as JSON', false)
    .action((question: string, options: { json: boolean }) => why(question, options));
  return program;
}
