import type { LogLevel } from './log-level.ts';

/**
 * What a line says besides its message. Any value may stand here: errors keep the chain of their causes, NaN and
 * ±Infinity become text, typed arrays only their kind and length.
 */
export interface LogFields {
  /** Which part speaks: `session`, `redis-broker`. */
  readonly component?: string | undefined;
  readonly runId?: string | undefined;
  /** In environment steps. */
  readonly step?: number | undefined;
  readonly error?: unknown;
  /** The line's own. */
  readonly time?: never;
  readonly level?: never;
  readonly message?: never;
  readonly [name: string]: unknown;
}

/** What a library writes its log to: `import type` this one, and take `silentLogger` as the default. */
export interface Logger {
  /** Lines below it are not written. */
  readonly level: LogLevel;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose lines have these fields too; the level stays the root's. */
  child(fields: LogFields): Logger;
}

/** The logger that owns the way out. A program has one, and gives its parts children of it. */
export interface RootLogger extends Logger {
  /** May be set while the program runs: for all children too. */
  level: LogLevel;
  /**
   * Resolves when each line so far is written, or could not be; never rejects. Lines after it are dropped. The
   * destination stays open. A second call gives the first one's promise.
   */
  close(): Promise<CloseReport>;
}

/** What came of the lines when a logger closed. */
export interface CloseReport {
  /** Lines that could not be written, as to a closed pipe, or were not within 5 s. */
  readonly lost: number;
}
