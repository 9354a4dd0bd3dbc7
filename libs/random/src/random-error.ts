/** The codes that this library throws. */
export type RandomErrorCode = 'random/invalid-seed' | 'random/invalid-range' | 'random/invalid-state';

/** Thrown on misuse of this library; `code` is a literal that programs can branch on. */
export class RandomError extends Error {
  readonly code: RandomErrorCode;

  constructor(code: RandomErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RandomError';
    this.code = code;
  }
}
