/** What a guarded call gives: always one of the two, never a rejection. */
export type Outcome<T> = Success<T> | Failure;

/** A call that went through, with what it gave. */
export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

/** A call that failed, timed out or was cancelled, as a value. */
export interface Failure {
  readonly ok: false;
  /**
   * - `failed`: the function threw.
   * - `timeout`: it took too long.
   * - `cancelled`: a signal or the scope's end stopped it.
   * - `dropped`: it was not called, since no slot was free (`mode: 'drop'`), a newer call took its place
   *   (`mode: 'latest'`) or the circuit was open. That is what the options ask for, so the sink hears nothing of it.
   */
  readonly code: 'failed' | 'timeout' | 'cancelled' | 'dropped';
  /**
   * What was thrown (`failed`), or a `CartwheelError`: `async-guard/timeout`; `async-guard/cancelled`, with the signal's
   * reason as its cause; `async-guard/dropped`, `async-guard/superseded` or `async-guard/circuit-open`.
   */
  readonly error: Error;
}
