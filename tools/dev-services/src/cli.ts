import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { down } from './commands/down.ts';
import { logs } from './commands/logs.ts';
import type { ServicesOptions } from './commands/services-context.ts';
import { status } from './commands/status.ts';
import { up } from './commands/up.ts';
import { ENGINE_NAMES, type EngineName } from './engines/engine.ts';
import { describePart, describeUp } from './output/describe.ts';
import { composeFile } from './print/compose-file.ts';
import { quadletUnits } from './print/quadlet-units.ts';
import { SERVICE_NAMES, type ServiceName } from './services/part.ts';

type Which = ServiceName | 'all';

interface CommonFlags {
  settings?: string;
  home?: string;
  json?: boolean;
}

export interface Output {
  /** A line of the answer. */
  readonly answer: (line: string) => void;
  /** A line on what is going on. */
  readonly progress: (line: string) => void;
}

/** The command line of the services. Each action rejects with a `DevServiceError`. */
export function createProgram({ answer, progress }: Output): Command {
  const program = new Command('services')
    .description('Start and stop the services of development: Redis, Aim (server and web page), MLflow.')
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => answer(text.trimEnd()), writeErr: (text) => progress(text.trimEnd()) });

  const sub = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .addArgument(new Argument('[service]', 'which').choices([...SERVICE_NAMES, 'all']).default('all'))
      .option('--settings <file>', 'versions and ports (default: the package’s services.json)')
      .option('--home <folder>', 'where records, logs and local data live')
      .option('--json', 'one JSON object a line');

  function report<T>(flags: CommonFlags, rows: readonly T[], describe: (row: T) => string): void {
    for (const row of rows) answer(flags.json === true ? JSON.stringify(row) : describe(row));
  }

  sub('up', 'start what is not running, and wait until it answers')
    .addOption(new Option('--engine <name>', 'only this engine').choices(ENGINE_NAMES))
    .option('--wait <seconds>', 'for an answer, instead of what the settings say', wholeNumber)
    .action(async (which: Which, flags: CommonFlags & { engine?: EngineName; wait?: number }) => {
      const { engine, wait } = flags;
      const readyWithinMs = wait === undefined ? undefined : wait * 1_000;
      const results = await up({ ...optionsOf(which, flags, progress), engine, readyWithinMs });
      report(flags, results, describeUp);
    });

  sub('down', 'stop what is running')
    .option('--volumes', 'delete the data, too')
    .action(async (which: Which, flags: CommonFlags & { volumes?: boolean }) => {
      const results = await down({ ...optionsOf(which, flags, progress), volumes: flags.volumes === true });
      report(flags, results, ({ service, stopped }) => `${service}: ${stopped ? 'stopped' : 'was not running'}`);
    });

  sub('status', 'say what runs and answers').action(async (which: Which, flags: CommonFlags) => {
    report(flags, await status(optionsOf(which, flags, progress)), describePart);
  });

  sub('logs', 'print what the services wrote last')
    .option('--lines <number>', 'of each', wholeNumber, 50)
    .action(async (which: Which, flags: CommonFlags & { lines: number }) => {
      const found = await logs({ ...optionsOf(which, flags, progress), lines: flags.lines });
      report(flags, found, ({ part, text }) => `=== ${part}\n${text}`);
    });

  sub('compose', 'print a compose file with the same services').action(async (which: Which, flags: CommonFlags) =>
    answer(await composeFile(optionsOf(which, flags, progress))),
  );

  sub('quadlet', 'print Quadlet units (systemd and Podman) for the same services').action(
    async (which: Which, flags: CommonFlags) => answer(await quadletUnits(optionsOf(which, flags, progress))),
  );

  return program;
}

function optionsOf(which: Which, { settings, home }: CommonFlags, say: (line: string) => void): ServicesOptions {
  return { settingsFile: settings, home, services: which === 'all' ? SERVICE_NAMES : [which], say };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Expected a whole number from 1.');
  return number;
}
