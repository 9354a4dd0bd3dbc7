/** Where a watcher waits: until something may have changed, or until it is to stop. */
export class WatchGate {
  #woken = false;
  #stopped = false;
  #onWake: (() => void) | undefined;
  #onStop: (() => void) | undefined;

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Something may have changed. Kept until the next `changed()` when nobody waits now. */
  readonly wake = (): void => {
    this.#woken = true;
    this.#onWake?.();
  };

  readonly stop = (): void => {
    this.#stopped = true;
    this.#onStop?.();
    this.#onWake?.();
  };

  /** Resolves at the first wake since the last call, or at the stop. */
  async changed(): Promise<void> {
    if (!this.#woken && !this.#stopped) {
      await new Promise<void>((resolve) => {
        this.#onWake = resolve;
      });
      this.#onWake = undefined;
    }
    this.#woken = false;
  }

  /** What `promise` gives, or `undefined` at the stop. */
  async orStop<Value>(promise: Promise<Value>): Promise<Value | undefined> {
    if (this.#stopped) return undefined;
    try {
      return await new Promise<Value | undefined>((resolve, reject) => {
        this.#onStop = () => resolve(undefined);
        promise.then(resolve, reject);
      });
    } finally {
      this.#onStop = undefined;
    }
  }
}
