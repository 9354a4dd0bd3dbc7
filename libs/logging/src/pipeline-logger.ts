import { isLoggedAt, parseLogLevel, type LineLevel, type LogLevel } from './log-level.ts';
import { contextFields } from './log-context.ts';
import { LogRecord } from './log-record.ts';
import type { CloseReport, LogFields, Logger, RootLogger } from './logger.ts';
import type { TraceContext } from './trace-context.ts';
import type { Pipeline } from './winston-pipeline.ts';

/** What a root shares with all its children. */
interface Core {
  level: LogLevel;
  isClosed: boolean;
  readonly pipeline: Pipeline;
  readonly now: () => number;
  readonly trace: () => TraceContext | undefined;
}

class FieldLogger implements Logger {
  readonly #core: Core;
  readonly #fields: LogFields;

  constructor(core: Core, fields: LogFields) {
    this.#core = core;
    this.#fields = fields;
  }

  get level(): LogLevel {
    return this.#core.level;
  }

  debug(message: string, fields?: LogFields): void {
    this.#log('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#log('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#log('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#log('error', message, fields);
  }

  setLevel(level: LogLevel): void {
    this.#core.level = parseLogLevel(level);
  }

  child(fields: LogFields): Logger {
    return new FieldLogger(this.#core, { ...this.#fields, ...fields });
  }

  #log(level: LineLevel, message: string, fields: LogFields | undefined): void {
    const core = this.#core;
    if (!isLoggedAt(level, core.level) || core.isClosed) return;
    const around = contextFields();
    const own = fields === undefined ? this.#fields : { ...this.#fields, ...fields };
    const all = around === undefined ? own : { ...around, ...own };
    core.pipeline.write(new LogRecord(core.now(), level, message, all, core.trace()));
  }
}

/**
 * Sets the level of the whole program from any of its loggers, as for a command that comes while it runs. False, and nothing
 * is done, for a logger that is not of `createLogger`.
 *
 * @throws `logging/unknown-level`
 */
export function setLogLevel(logger: Logger, level: LogLevel): boolean {
  if (!(logger instanceof FieldLogger)) return false;
  logger.setLevel(level);
  return true;
}

export interface PipelineLoggerOptions {
  readonly pipeline: Pipeline;
  readonly level: LogLevel;
  readonly fields: LogFields;
  readonly now: () => number;
  readonly trace: () => TraceContext | undefined;
}

/** The root over a pipeline. */
export class PipelineLogger extends FieldLogger implements RootLogger {
  readonly #core: Core;
  #closing: Promise<CloseReport> | undefined;

  constructor({ pipeline, level, fields, now, trace }: PipelineLoggerOptions) {
    const core: Core = { level, isClosed: false, pipeline, now, trace };
    super(core, fields);
    this.#core = core;
  }

  override get level(): LogLevel {
    return this.#core.level;
  }

  override set level(level: LogLevel) {
    this.setLevel(level);
  }

  close(): Promise<CloseReport> {
    this.#core.isClosed = true;
    this.#closing ??= this.#core.pipeline.close().then((lost) => ({ lost }));
    return this.#closing;
  }
}
