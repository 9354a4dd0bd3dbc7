/** The main loop writes, any thread reads: a monotonic time in shared memory, so that nobody has to answer. */
export class Heartbeat {
  readonly buffer: SharedArrayBuffer;
  readonly #beat: BigInt64Array;

  constructor(buffer = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#beat = new BigInt64Array(buffer);
  }

  beat(): void {
    // hrtime is one clock for all threads of a process; performance.now() starts anew in each.
    Atomics.store(this.#beat, 0, process.hrtime.bigint());
  }

  /** Milliseconds since the last beat. */
  ageMs(): number {
    return Number((process.hrtime.bigint() - Atomics.load(this.#beat, 0)) / 1_000_000n);
  }
}
