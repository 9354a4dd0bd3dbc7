/** A wrong use of this library. */
export class LoggingError extends Error {
  readonly code: 'logging/unknown-level';

  constructor(code: 'logging/unknown-level', message: string) {
    super(message);
    this.name = 'LoggingError';
    this.code = code;
  }
}
