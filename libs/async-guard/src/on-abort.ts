/**
 * One native listener a signal, however many calls wait on it: Node warns of a leak at the eleventh listener of a
 * signal, and a signal often lives as long as the process.
 */
const fanOuts = new WeakMap<AbortSignal, AbortFanOut>();

/**
 * Calls `callback` once when `signal` aborts. Callbacks must not throw.
 *
 * @returns A function that takes the callback back; the last one also takes the listener off the signal.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let fanOut = fanOuts.get(signal);
  if (fanOut === undefined) {
    fanOut = new AbortFanOut(signal);
    fanOuts.set(signal, fanOut);
  }
  const joined = fanOut;
  joined.callbacks.add(callback);
  return () => joined.leave(callback);
}

class AbortFanOut {
  readonly callbacks = new Set<() => void>();
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this, { once: true });
  }

  /** The `EventListener` of the signal. */
  handleEvent(): void {
    const callbacks = [...this.callbacks];
    this.callbacks.clear();
    fanOuts.delete(this.#signal);
    for (const callback of callbacks) callback();
  }

  leave(callback: () => void): void {
    if (!this.callbacks.delete(callback) || this.callbacks.size > 0) return;
    this.#signal.removeEventListener('abort', this);
    fanOuts.delete(this.#signal);
  }
}
