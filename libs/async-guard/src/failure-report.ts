/** One failure as the error sink gets it. */
export interface FailureReport {
  /**
   * - `failed`: the function threw.
   * - `timeout`: it was given up after its `timeoutMs`.
   * - `abandoned`: it was given up before, and now it ended all the same: with a result after its timeout, or with an
   *   error that nobody waits for. `ageMs` says how late.
   * - `left-running`: its scope closed, and it did not end within the budget.
   *
   * A cancellation is no failure: who asked for it knows.
   */
  readonly code: 'failed' | 'timeout' | 'abandoned' | 'left-running';
  /** The guard's name. */
  readonly name: string;
  /** Names of the scopes around it, outermost first. */
  readonly scopes: readonly string[];
  readonly runId: string | undefined;
  readonly error: Error;
  /** Milliseconds since the function was started. */
  readonly elapsedMs: number;
  /** Of `abandoned` and `left-running`: milliseconds since it was given up. */
  readonly ageMs: number | undefined;
  /**
   * Of a `timeout` while which the event loop was stalled: for how many milliseconds, beyond what counts. The function may
   * be innocent then: look for what held the thread.
   */
  readonly stalledMs: number | undefined;
}
