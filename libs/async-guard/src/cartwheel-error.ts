/**
 * The base of every error that Cartwheel's libraries throw on purpose.
 *
 * `code` is a literal that programs can branch on; `message` says what was expected, what came and what to do;
 * `cause` keeps the error underneath.
 */
export class CartwheelError<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}
