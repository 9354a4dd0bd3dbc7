import { LoggingError } from './logging-error.ts';

/** From most to least talkative; `silent` writes nothing. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** From which level on lines are written; `silent` writes none. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line can have: any level but `silent`. */
export type LineLevel = Exclude<LogLevel, 'silent'>;

/**
 * Reads a level, as from a flag or an environment variable.
 *
 * @param source Names the flag or variable in the message.
 * @throws `logging/unknown-level`
 */
export function parseLogLevel(text: string, source = 'the log level'): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  const message = `expected ${source} to be one of ${LOG_LEVELS.join(', ')}, got ${JSON.stringify(text)}`;
  throw new LoggingError('logging/unknown-level', message);
}

/** True if a line of this level is to be written by a logger of that one. */
export function isLoggedAt(line: LineLevel, level: LogLevel): boolean {
  return RANK[line] >= RANK[level];
}

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };
