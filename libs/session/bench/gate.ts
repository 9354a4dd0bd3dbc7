import { EventEmitter, once } from 'node:events';

/** Closed, observers wait: what they have to do then falls into the stretches in which it is open. */
export class Gate {
  #isOpen = true;
  readonly #openings = new EventEmitter();

  get isOpen(): boolean {
    return this.#isOpen;
  }

  turn(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (isOpen) this.#openings.emit('open');
  }

  async pass(): Promise<void> {
    if (!this.#isOpen) await once(this.#openings, 'open');
  }
}
