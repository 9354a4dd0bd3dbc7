import { fork, resume, type ResumeOptions } from '@cartwheel/session';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import { assignment, wholeNumber } from '../parse-options.ts';
import { trainWith } from '../train-with.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';
import { sessionOptionsFrom, withSessionOptions, type SessionFlags } from './session-options.ts';
import { wayFrom, withWayOptions, type WayFlags } from './way-options.ts';

type GoOnOptions = CommonOptions & SessionFlags & WayFlags & ChangeFlags;

interface ChangeFlags {
  steps?: number;
  set?: Record<string, unknown>;
  inexact?: true;
}

export function addResumeCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withGoOnOptions(program.command('resume'))
    .description('go on with a run from its newest checkpoint, to the bit')
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .action(async (run: string, options: GoOnOptions) =>
      setExitCode(await trainWith(options, (session) => resume({ ...session, ...goOnFrom(options), run }))),
    );
}

export function addForkCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withGoOnOptions(program.command('fork'))
    .description('train a new run that begins with a checkpoint of another one')
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .requiredOption('--at <step>', 'the step of the checkpoint', wholeNumber(0))
    .action(async (run: string, options: GoOnOptions & { at: number }) =>
      setExitCode(
        await trainWith(options, (session) => fork({ ...session, ...goOnFrom(options), run, at: options.at })),
      ),
    );
}

function withGoOnOptions(command: Command): Command {
  return withSessionOptions(withWayOptions(withCommonOptions(command)))
    .option('--steps <n>', "the whole budget of environment steps; the run's own otherwise", wholeNumber(1))
    .option('--set <name=value>', 'another hyperparameter; may be repeated', assignment)
    .option('--inexact', 'go on also where another engine, Node or version may round otherwise');
}

function goOnFrom(options: GoOnOptions): Omit<ResumeOptions, 'run'> {
  const { steps, set, inexact = false } = options;
  return { ...sessionOptionsFrom(options), ...wayFrom(options), steps, set, inexact };
}
