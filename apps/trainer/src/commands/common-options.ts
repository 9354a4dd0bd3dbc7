import { DEFAULT_PROJECT_FOLDER } from '@cartwheel/session';
import { Option, type Command } from 'commander';

/** The options that every command takes. */
export interface CommonOptions {
  json?: true;
  out: string;
  redis?: string;
  logLevel?: 'debug' | 'info' | 'warn' | 'error';
}

export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'one JSON object a line on standard output')
    .option('--out <dir>', 'the project folder', DEFAULT_PROJECT_FOLDER)
    .option('--redis <url>', 'carry the live state in Redis: redis://host:port')
    .addOption(
      new Option('--log-level <level>', 'what is logged on standard error').choices(['debug', 'info', 'warn', 'error']),
    );
}
