import { controlRun, openRunView } from '@cartwheel/session';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import type { Command as RunCommand } from '@cartwheel/experiment-state';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { openLogger } from '../output/open-logger.ts';
import { assignment, wholeNumber } from '../parse-options.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';

type Action = RunCommand['action'];
type Kind = Action['kind'];
type ControlOptions = CommonOptions & { abort?: true; timeout: number };

const KINDS: readonly Kind[] = ['pause', 'resume', 'stop', 'checkpoint', 'evaluate', 'set', 'extend'];

export function addControlCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  withCommonOptions(program.command('control'))
    .description('steer a run that another process trains')
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .addArgument(new Argument('<action>', 'what it should do').choices(KINDS))
    .argument('[value]', 'of set: name=value; of extend: how many steps more')
    .option('--abort', 'of stop: without a final evaluation')
    .option('--timeout <seconds>', 'how long the run may take to begin with it', wholeNumber(1), 60)
    .action(async (run: string, kind: Kind, value: string | undefined, options: ControlOptions) =>
      setExitCode(await control(run, actionOf(kind, value, options), options)),
    );
}

async function control(run: string, action: Action, options: ControlOptions): Promise<ExitCode> {
  const { out, redis: redisUrl, timeout, json } = options;
  await using view = await openRunView({ run, out, redisUrl, logger: openLogger(options) });
  const startedMs = performance.now();
  const outcome = await controlRun(view, { action, expiresInMs: timeout * 1000 });
  const { status, detail, step } = outcome;
  const milliseconds = Math.round(performance.now() - startedMs);
  if (json) printJsonLine({ event: 'command', runId: view.runId, action, ...outcome, milliseconds });
  else
    process.stdout.write(
      `${action.kind}: ${status} at step ${step.toLocaleString('en-US')}${detail ? `: ${detail}` : ''}\n`,
    );
  return status === 'applied' ? EXIT.done : EXIT.failed;
}

function actionOf(kind: Kind, value: string | undefined, { abort }: ControlOptions): Action {
  if (kind === 'set') return settingOf(value ?? '');
  if (kind === 'extend') return { kind, steps: wholeNumber(1)(value ?? '') };
  if (value !== undefined) throw new InvalidArgumentError(`${kind} takes no value, but '${value}' was given.`);
  return kind === 'stop' && abort === true ? { kind, abort } : { kind };
}

function settingOf(text: string): Action {
  const [[name, value]] = Object.entries(assignment(text)) as [[string, Extract<Action, { kind: 'set' }>['value']]];
  return { kind: 'set', name, value };
}
