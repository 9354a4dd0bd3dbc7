/** Places in the control array: how many requests were made and answered, and what the last answer was. */
export const REQUESTS = 0;
export const ANSWERS = 1;
export const STATUS = 2;

/** Answers: nothing to say, a message is on the port, a `Failure` is on the port. */
export const DONE = 0;
export const WITH_MESSAGE = 1;
export const FAILED = 2;

/** How long a thread sleeps before it looks for itself whether it was called: a call that gets lost costs no more than this. */
const LOOK_AGAIN_MS = 100;

/** Sleeps until `control[place]` is another than `value`; gives false where that takes longer than `timeoutMs`. */
export function waitWhile(control: Int32Array, place: number, value: number, timeoutMs: number): boolean {
  const deadline = performance.now() + timeoutMs;
  while (Atomics.load(control, place) === value) {
    const remainingMs = deadline - performance.now();
    if (remainingMs <= 0) return false;
    Atomics.wait(control, place, value, Math.min(remainingMs, LOOK_AGAIN_MS));
  }
  return true;
}

/** An error across threads. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

export function createControl(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
}

export function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const hasCode = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return { code: hasCode ? String(error.code) : 'envs/worker-failed', message };
}
