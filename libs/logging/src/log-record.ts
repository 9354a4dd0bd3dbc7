import type { LineLevel } from './log-level.ts';
import type { LogFields } from './logger.ts';
import type { TraceContext } from './trace-context.ts';

/** One line before it is text. */
export class LogRecord {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly level: LineLevel;
  readonly message: string;
  readonly fields: LogFields;
  readonly trace: TraceContext | undefined;

  constructor(time: number, level: LineLevel, message: string, fields: LogFields, trace?: TraceContext) {
    this.time = time;
    this.level = level;
    this.message = message;
    this.fields = fields;
    this.trace = trace;
  }
}
