import { CartwheelError } from './cartwheel-error.ts';
import { isError, toError } from './describe-error.ts';
import { Deferred } from './deferred.ts';
import { deliver, type ErrorSink } from './error-sink.ts';
import type { FailureReport } from './failure-report.ts';
import { NotStarted } from './not-started.ts';
import { onAbort } from './on-abort.ts';
import type { Failure, Outcome } from './outcome.ts';
import { tellListener } from './tell-listener.ts';

/** How one call is guarded. */
export interface TaskOptions {
  /** Milliseconds after which the call is given up; none by default, at most 2^31 − 1 (what a timer can hold). */
  readonly timeoutMs?: number | undefined;
  /** Cancels the call when it aborts, besides the scope's own end. */
  readonly signal?: AbortSignal | undefined;
  /** Gets each report of this call, before the sink does. What it throws is reported as a failure of its own. */
  readonly onError?: ((report: FailureReport) => void | PromiseLike<void>) | undefined;
  /** Default: the scope's, else the process-wide one. */
  readonly sink?: ErrorSink | undefined;
  /** The run that the work belongs to. Default: the scope's. */
  readonly runId?: string | undefined;
}

/** What a call looks like from outside, for `scope.dump()`. */
export interface TaskSnapshot {
  readonly name: string;
  /** `timeout` and `cancelled`: given up, but the function has not ended yet. */
  readonly state: 'running' | 'timeout' | 'cancelled';
  /** Milliseconds since it was started. */
  readonly elapsedMs: number;
}

/** Where a call lives. */
export interface TaskPlace {
  readonly name: string;
  /** Outermost first. */
  readonly scopes: readonly string[];
  /** The function itself is over, which may be long after the outcome. */
  readonly onEnd?: () => void;
}

/** What a scope needs of its tasks. */
export interface LiveTask {
  /** Gives the call up: its outcome is `cancelled`, its signal aborts. Nothing happens if it is over or given up. */
  cancel(reason: unknown): void;
  /** Tells the sink that the scope closed without waiting any longer. */
  reportLeftRunning(budgetMs: number): void;
  snapshot(): TaskSnapshot;
}

const MAX_TIMER_MS = 2 ** 31 - 1;

/** As long as anything may hold the event loop: what is longer is somebody's fault. */
const STALL_MS = 20;

/** A timeout waits in turns of so long at most, so that a stall of whatever length costs it one turn. */
const TURN_MS = 1000;

/** Throws `async-guard/bad-timeout` for a wait that a timer cannot hold. */
export function checkMilliseconds(what: string, milliseconds: number | undefined): void {
  if (milliseconds === undefined || (milliseconds > 0 && milliseconds <= MAX_TIMER_MS)) return;
  throw new CartwheelError(
    'async-guard/bad-timeout',
    `expected ${what} to be more than 0 and at most ${MAX_TIMER_MS} ms, got ${milliseconds}; leave it out for no limit`,
  );
}

/**
 * One guarded call.
 *
 * The timeout is a plain timer and not cockatiel's policy: cockatiel drops a result that comes late, which has to be
 * reported here, and costs six times as much.
 */
export class Task<T> implements LiveTask {
  readonly #place: TaskPlace;
  readonly #options: TaskOptions;
  readonly #controller = new AbortController();
  readonly #startedAt = performance.now();
  readonly #outcome = new Deferred<Outcome<T>>();
  #closed = false;
  #givenUp: { readonly code: 'timeout' | 'cancelled'; readonly at: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopListening: (() => void) | undefined;
  /** How long the event loop was stalled beyond the turn in which it was. */
  #stalledMs = 0;

  constructor(place: TaskPlace, options: TaskOptions) {
    this.#place = place;
    this.#options = options;
  }

  /** Starts the function at once, in this turn; not at all if the signal is aborted already. Call it once. */
  run(body: (signal: AbortSignal) => T | PromiseLike<T>): Promise<Outcome<T>> {
    const { signal, timeoutMs } = this.#options;
    if (signal?.aborted === true) {
      this.#place.onEnd?.();
      return Promise.resolve(refusal(this.#place.name, signal.reason));
    }
    if (signal !== undefined) this.#stopListening = onAbort(signal, () => this.cancel(signal.reason));
    if (timeoutMs !== undefined) this.#waitTurn(timeoutMs, timeoutMs);
    // The executor turns a synchronous throw into a rejection.
    new Promise<T>((resolve) => resolve(body(this.#controller.signal))).then(
      (value) => this.#endWith(value),
      (thrown: unknown) => this.#endWithError(thrown),
    );
    return this.#outcome.promise;
  }

  cancel(reason: unknown): void {
    const because = isError(reason) ? `: ${reason.message}` : '';
    const message = `"${this.#place.name}" was cancelled${because}`;
    this.#giveUp('cancelled', new CartwheelError('async-guard/cancelled', message, { cause: reason }), reason);
  }

  reportLeftRunning(budgetMs: number): void {
    const message = `"${this.#place.name}" ignored its signal for ${budgetMs} ms and was left running; end it when its signal aborts`;
    this.#report('left-running', new CartwheelError('async-guard/left-running', message));
  }

  snapshot(): TaskSnapshot {
    return { name: this.#place.name, state: this.#givenUp?.code ?? 'running', elapsedMs: this.#elapsed() };
  }

  /** A process that was frozen, or a loop that was held, has not given the call that time: it does not count. */
  #waitTurn(timeoutMs: number, leftMs: number): void {
    const turnMs = Math.min(leftMs, TURN_MS);
    const dueMs = this.#elapsed() + turnMs;
    this.#timer = setTimeout(() => {
      const lateMs = this.#elapsed() - dueMs;
      if (lateMs > STALL_MS) this.#stalledMs += lateMs;
      const stillLeftMs = timeoutMs + this.#stalledMs - this.#elapsed();
      if (stillLeftMs >= 1) this.#waitTurn(timeoutMs, stillLeftMs);
      else this.#timeOut(timeoutMs);
    }, turnMs);
  }

  #timeOut(timeoutMs: number): void {
    const advice =
      this.#stalledMs > 0
        ? `the event loop was stalled for ${Math.round(this.#stalledMs)} ms: find what holds the thread`
        : 'raise timeoutMs or make it faster';
    const message = `"${this.#place.name}" took longer than ${timeoutMs} ms and was given up; ${advice}`;
    const error = new CartwheelError('async-guard/timeout', message);
    this.#giveUp('timeout', error, error);
  }

  #giveUp(code: 'timeout' | 'cancelled', error: Error, reason: unknown): void {
    if (this.#closed) return;
    this.#givenUp = { code, at: performance.now() };
    this.#close();
    if (code === 'timeout') this.#report(code, error);
    this.#outcome.resolve({ ok: false, code, error });
    this.#controller.abort(reason);
  }

  #endWith(value: T): void {
    if (this.#givenUp === undefined) {
      this.#close();
      this.#outcome.resolve({ ok: true, value });
    } else if (this.#givenUp.code === 'timeout') {
      // After a cancellation a result is the usual way to stop early; after a timeout somebody missed it.
      this.#report('abandoned', this.#lateResult());
    }
    this.#place.onEnd?.();
  }

  #endWithError(thrown: unknown): void {
    if (this.#givenUp === undefined) this.#fail(thrown);
    else if (thrown instanceof NotStarted) this.#close();
    else if (!this.#isEchoOfAbort(thrown)) this.#report('abandoned', toError(thrown));
    this.#place.onEnd?.();
  }

  #fail(thrown: unknown): void {
    this.#close();
    if (thrown instanceof NotStarted) {
      this.#outcome.resolve({ ok: false, code: 'dropped', error: thrown });
      return;
    }
    const error = toError(thrown);
    this.#report('failed', error);
    this.#outcome.resolve({ ok: false, code: 'failed', error });
  }

  /** From here on nothing can give the call up; a listener that gets the report may try. */
  #close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stopListening?.();
  }

  /** A function that obeys its signal rejects with the signal's reason, or with the platform's AbortError. */
  #isEchoOfAbort(thrown: unknown): boolean {
    const reason: unknown = this.#controller.signal.reason;
    return thrown === reason || (isError(thrown) && (thrown.name === 'AbortError' || thrown.cause === reason));
  }

  #lateResult(): Error {
    const message = `"${this.#place.name}" gave a result ${Math.round(this.#age() ?? 0)} ms after its timeout; the result was dropped`;
    return new CartwheelError('async-guard/late-result', message);
  }

  #report(code: FailureReport['code'], error: Error): void {
    const { name, scopes } = this.#place;
    const { runId, onError, sink } = this.#options;
    const ageMs = code === 'abandoned' || code === 'left-running' ? this.#age() : undefined;
    const stalledMs = code === 'timeout' && this.#stalledMs > 0 ? this.#stalledMs : undefined;
    const report = { code, name, scopes, runId, error, elapsedMs: this.#elapsed(), ageMs, stalledMs };
    if (onError !== undefined) {
      tellListener(onError, report, (thrown) =>
        deliver({ ...report, code: 'failed', name: `onError of ${name}`, error: thrown }, sink),
      );
    }
    deliver(report, sink);
  }

  #elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  #age(): number | undefined {
    return this.#givenUp === undefined ? undefined : performance.now() - this.#givenUp.at;
  }
}

/** What a call gets that comes when there is nothing left to run it. */
export function refusal(name: string, reason: unknown): Failure {
  const because = isError(reason) ? `: ${reason.message}` : '';
  const message = `"${name}" was not started${because}`;
  return {
    ok: false,
    code: 'cancelled',
    error: new CartwheelError('async-guard/cancelled', message, { cause: reason }),
  };
}
