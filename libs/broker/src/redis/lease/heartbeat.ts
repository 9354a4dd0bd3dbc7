/** Says across threads when the main loop ticked last. */
export class Heartbeat {
  readonly buffer: SharedArrayBuffer;
  readonly #beats: BigInt64Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#beats = new BigInt64Array(buffer);
  }

  beat(): void {
    Atomics.store(this.#beats, 0, BigInt(Date.now()));
  }

  /** Milliseconds since the last beat. */
  get age(): number {
    return Date.now() - Number(Atomics.load(this.#beats, 0));
  }
}
