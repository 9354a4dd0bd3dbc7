import type { LineLevel } from './log-level.ts';
import type { LogFields } from './logger.ts';

/** One line before it is text. */
export class LogRecord {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly level: LineLevel;
  readonly message: string;
  readonly fields: LogFields;

  constructor(time: number, level: LineLevel, message: string, fields: LogFields) {
    this.time = time;
    this.level = level;
    this.message = message;
    this.fields = fields;
  }
}
