import { LoggingError, parseLogLevel, setLogLevel, type Logger, type LogLevel } from '@cartwheel/logging';
import { CommandRejected } from './command-rejected.ts';

/**
 * What `set` changes beside hyperparameters, by name: settings of the process, of which no checkpoint and no later process
 * knows. Each takes a value, or throws `CommandRejected`, and gives what came of it, in words.
 */
export type ProcessSettings = ReadonlyMap<string, (value: unknown) => string>;

export function createProcessSettings(logger: Logger): ProcessSettings {
  return new Map([['logLevel', (value) => changeLogLevel(logger, value)]]);
}

function changeLogLevel(logger: Logger, value: unknown): string {
  const before = logger.level;
  const level = readLogLevel(value);
  if (setLogLevel(logger, level)) return `logLevel is ${level}, it was ${before}`;
  throw new CommandRejected('The program that trains brought a logger of its own, whose level only it can change.');
}

function readLogLevel(value: unknown): LogLevel {
  try {
    return parseLogLevel(typeof value === 'string' ? value : JSON.stringify(value), 'logLevel');
  } catch (error) {
    if (error instanceof LoggingError) throw new CommandRejected(error.message);
    throw error;
  }
}
