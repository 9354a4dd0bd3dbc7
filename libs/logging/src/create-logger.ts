import type { Writable } from 'node:stream';
import { createPrettyFormat } from './format-pretty.ts';
import { formatJson } from './format-json.ts';
import { parseLogLevel, type LogLevel } from './log-level.ts';
import type { LogRecord } from './log-record.ts';
import type { LogFields, RootLogger } from './logger.ts';
import { PipelineLogger } from './pipeline-logger.ts';
import { currentTrace, type TraceContext } from './trace-context.ts';
import { openPipeline } from './winston-pipeline.ts';

/** What `createLogger` takes. */
export interface LoggerOptions {
  /** Default: the environment variable `CARTWHEEL_LOG_LEVEL`, else `info`. */
  readonly level?: LogLevel | undefined;
  /** `auto` is `pretty` in a terminal and `json` elsewhere. Default: `auto`. */
  readonly format?: 'json' | 'pretty' | 'auto' | undefined;
  /** Default: standard error, so that standard output stays a program's result. It is never closed from here. */
  readonly destination?: Writable | undefined;
  /** Fields of each line. */
  readonly fields?: LogFields | undefined;
  /** The clock, in milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
  /**
   * The trace that a line belongs to. Default: the one of `withTrace()`. With OpenTelemetry:
   * `() => trace.getActiveSpan()?.spanContext()`.
   */
  readonly trace?: (() => TraceContext | undefined) | undefined;
}

/**
 * Makes a program's logger. Await its `close()` before the program ends.
 *
 * @throws `logging/unknown-level` for a level, given or in the environment, that is none.
 */
export function createLogger(options: LoggerOptions = {}): RootLogger {
  const { destination = process.stderr, format = 'auto', fields = {}, now = Date.now, trace = currentTrace } = options;
  const level = options.level === undefined ? levelFromEnvironment() : parseLogLevel(options.level);
  const pipeline = openPipeline(destination, chooseFormat(format, destination));
  return new PipelineLogger({ pipeline, level, fields, now, trace });
}

function levelFromEnvironment(): LogLevel {
  const text = process.env.CARTWHEEL_LOG_LEVEL;
  return text === undefined || text === '' ? 'info' : parseLogLevel(text, 'CARTWHEEL_LOG_LEVEL');
}

function chooseFormat(format: 'json' | 'pretty' | 'auto', destination: Writable): (record: LogRecord) => string {
  const isTerminal = 'isTTY' in destination && destination.isTTY === true;
  if (format === 'json' || (format === 'auto' && !isTerminal)) return formatJson;
  // https://no-color.org: any value but an empty one turns colours off.
  return createPrettyFormat(isTerminal && (process.env.NO_COLOR ?? '') === '');
}
