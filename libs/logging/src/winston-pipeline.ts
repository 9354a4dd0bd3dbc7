import { Writable } from 'node:stream';
import winston from 'winston';
import { LogRecord } from './log-record.ts';

/** The way of records to a stream: the one file that knows winston. */
export interface Pipeline {
  write(record: LogRecord): void;
  /** Waits for all lines, 5 s at most; gives how many were not written. */
  close(): Promise<number>;
}

/** A pipe that nobody reads must not hold a shutdown for ever. */
const CLOSE_BUDGET_MS = 5_000;

export function openPipeline(destination: Writable, format: (record: LogRecord) => string): Pipeline {
  const lines = new LineCounter(destination);
  const logger = winston.createLogger({
    // Levels are decided before, where a line that is not wanted costs next to nothing.
    level: 'debug',
    format: winston.format.printf(({ record, message }) =>
      record instanceof LogRecord ? format(record) : String(message),
    ),
    transports: new winston.transports.Stream({ stream: lines.input, eol: '\n' }),
  });
  return {
    write(record) {
      lines.expected += 1;
      logger.log({ level: record.level, message: record.message, record });
    },
    async close() {
      const lost = await lines.allWritten(CLOSE_BUDGET_MS);
      // Only now: ending winston while lines wait in its buffer drops them.
      logger.close();
      lines.release();
      return lost;
    },
  };
}

/**
 * Stands between winston and the destination and counts the lines, as winston's own end does not wait for them. Each is
 * handed on at once, so that a synchronous destination, as standard error is, has it before the next statement.
 */
class LineCounter {
  expected = 0;
  readonly input: Writable;
  readonly #destination: Writable;
  #written = 0;
  #failed = 0;
  #onProgress: (() => void) | undefined;

  constructor(destination: Writable) {
    this.#destination = destination;
    // A failed write is counted below; without a listener it would end the process.
    destination.on('error', ignore);
    this.input = new Writable({
      decodeStrings: false,
      write: (line, _encoding, next) => {
        destination.write(line, (error) => this.#settle(error));
        next();
      },
    });
  }

  /** Gives the number of lines that were not written. */
  async allWritten(budgetMs: number): Promise<number> {
    if (!this.#isDone()) await this.#progress(budgetMs);
    return this.expected - this.#written;
  }

  release(): void {
    this.#destination.off('error', ignore);
  }

  #progress(budgetMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, budgetMs);
      this.#onProgress = () => {
        if (!this.#isDone()) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #settle(error: Error | null | undefined): void {
    if (error === null || error === undefined) this.#written += 1;
    else this.#failed += 1;
    this.#onProgress?.();
  }

  #isDone(): boolean {
    return this.#written + this.#failed >= this.expected;
  }
}

function ignore(): void {}
