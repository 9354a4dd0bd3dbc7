import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ConstantBackoff,
  ExponentialBackoff,
  handleWhen,
  retry,
  type IBackoff,
} from 'cockatiel';
import { CartwheelError } from './cartwheel-error.ts';
import { NotStarted } from './not-started.ts';
import { onAbort } from './on-abort.ts';

/** How often a guard calls again what failed, and after which waits. */
export interface RetryOptions {
  /** How often it is called at most, the first time included: 2 or more. */
  readonly attempts: number;
  /** Milliseconds before the second call; doubled, with jitter, before each further one. Default 100. */
  readonly delayMs?: number | undefined;
  /** The longest of these waits, in milliseconds. Default 10,000. */
  readonly maxDelayMs?: number | undefined;
  /** Whether another call may help. Default: always. */
  readonly when?: ((error: Error) => boolean) | undefined;
}

/** When a guard's circuit opens, and for how long. */
export interface BreakerOptions {
  /** The circuit opens after so many failures in a row, timeouts included. */
  readonly failures: number;
  /** Milliseconds after which one call may try again. Default 10,000. */
  readonly reopenMs?: number | undefined;
}

export interface CallPolicyOptions {
  readonly name: string;
  readonly retry?: RetryOptions | undefined;
  readonly breaker?: BreakerOptions | undefined;
}

type Call<T> = (signal: AbortSignal) => T | PromiseLike<T>;

/** Calls a function as often as its options say. */
export interface CallPolicy {
  /** Settles when no call of `fn` is under way any more, also after an abort. */
  run<T>(fn: Call<T>, signal: AbortSignal): Promise<T>;
}

type Execute = <T>(fn: (attempt: number) => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * Retry and circuit breaker of cockatiel, and what they lack: the wait between two calls ends when the signal aborts
 * (cockatiel's leaves its timer), and a call that outlives its timeout counts as a failure of the circuit at once and not
 * when it ends, which may be never.
 *
 * @throws `async-guard/bad-policy` for counts below their least.
 */
export function createCallPolicy({ name, retry: again, breaker }: CallPolicyOptions): CallPolicy {
  const guarded = breaker === undefined ? straight : circuitOf(name, breaker);
  const repeated = again === undefined ? straight : retryOf(name, again);
  return {
    async run<T>(fn: Call<T>, signal: AbortSignal): Promise<T> {
      let underWay: Promise<T> | undefined;
      const attempt = (): Promise<T> => {
        const call = invoke(fn, signal);
        underWay = call;
        const end = (): void => {
          if (underWay === call) underWay = undefined;
        };
        call.then(end, end);
        return untilAborted(call, signal);
      };
      try {
        return await repeated(() => guarded(attempt, signal), signal);
      } catch (error) {
        if (signal.aborted && underWay !== undefined) return underWay;
        throw error;
      }
    },
  };
}

const straight: Execute = (fn) => fn(0);

async function invoke<T>(fn: Call<T>, signal: AbortSignal): Promise<T> {
  return fn(signal);
}

function retryOf(name: string, options: RetryOptions): Execute {
  const { attempts, delayMs = 100, maxDelayMs = 10_000, when = () => true } = options;
  atLeast(name, 'retry.attempts', attempts, 2);
  const filter = handleWhen((error) => !(error instanceof NotStarted) && when(error));
  const policy = retry(filter, { maxAttempts: attempts - 1, backoff: new ConstantBackoff(0) });
  return (fn, signal) => {
    const wait = backoff(delayMs, maxDelayMs);
    return policy.execute(async ({ attempt }) => {
      if (attempt > 0) await sleep(wait(), signal);
      return fn(attempt);
    }, signal);
  };
}

/** Cockatiel's exponential backoff with decorrelated jitter, as a function that gives the next wait. */
function backoff(initialDelay: number, maxDelay: number): () => number {
  const first = new ExponentialBackoff({ initialDelay, maxDelay });
  let current: IBackoff<unknown> | undefined;
  return () => {
    current = current === undefined ? first.next() : current.next(undefined);
    return current.duration;
  };
}

function circuitOf(name: string, { failures, reopenMs = 10_000 }: BreakerOptions): Execute {
  atLeast(name, 'breaker.failures', failures, 1);
  atLeast(name, 'breaker.reopenMs', reopenMs, 1);
  // A cancellation says nothing about the other side; a timeout does.
  const filter = handleWhen((error) => !(error instanceof Cancellation));
  const policy = circuitBreaker(filter, { halfOpenAfter: reopenMs, breaker: new ConsecutiveBreaker(failures) });
  return async (fn, signal) => {
    try {
      return await policy.execute(() => fn(0), signal);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new NotStarted(
        'async-guard/circuit-open',
        `"${name}" was not called: it failed ${failures} times in a row; it is tried again after ${reopenMs} ms`,
        { cause: error },
      );
    }
  };
}

/** Marks, for the circuit breaker, a call that somebody cancelled. */
class Cancellation extends Error {}

/** The call's own end, or its abort, whichever is first. What the call does after its abort is its policy's business. */
function untilAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stopListening = onAbort(signal, () => reject(abortError(signal)));
    call.then(resolve, reject).finally(stopListening);
  });
}

function abortError({ reason }: AbortSignal): Error {
  const isTimeout = reason instanceof CartwheelError && reason.code === 'async-guard/timeout';
  return isTimeout ? reason : new Cancellation('cancelled', { cause: reason });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stopListening();
      resolve();
    }, ms);
    const stopListening = onAbort(signal, () => {
      clearTimeout(timer);
      reject(abortError(signal));
    });
  });
}

function atLeast(name: string, what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new CartwheelError(
    'async-guard/bad-policy',
    `expected ${what} of "${name}" to be an integer of at least ${least}, got ${value}; leave the option out to do without`,
  );
}
