/** What a guarded call gives: always one of the two, never a rejection. */
export type Outcome<T> = Success<T> | Failure;

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Failure {
  readonly ok: false;
  /** `failed`: the function threw; `timeout`: it took too long; `cancelled`: a signal or the scope's end stopped it. */
  readonly code: 'failed' | 'timeout' | 'cancelled';
  /**
   * What was thrown (`failed`), or a `CartwheelError` with the code `async-guard/timeout` or `async-guard/cancelled`,
   * the latter with the signal's reason as its cause.
   */
  readonly error: Error;
}
