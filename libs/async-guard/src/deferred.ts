/** A promise and its resolution apart, as `Promise.withResolvers` gives them from Node 22 on. */
export class Deferred<T> {
  #resolve: ((value: T) => void) | undefined;

  readonly promise: Promise<T> = new Promise((resolve) => {
    this.#resolve = resolve;
  });

  resolve(value: T): void {
    this.#resolve?.(value);
  }
}
