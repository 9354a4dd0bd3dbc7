import type { Generator } from '@cartwheel/random';
import type { ReplayBatch, ReplayBuffer } from './replay-buffer.ts';

/** Batches of replay whose rows are drawn all alike, with replacement, as in Stable-Baselines3. */
export class UniformReplay {
  /** What `draw` writes to. */
  readonly batch: ReplayBatch;
  readonly #buffer: ReplayBuffer;
  readonly #random: Generator;
  readonly #rows: Int32Array;

  constructor(buffer: ReplayBuffer, batchSize: number, random: Generator) {
    this.batch = buffer.createBatch(batchSize);
    this.#buffer = buffer;
    this.#random = random;
    this.#rows = new Int32Array(batchSize);
  }

  draw(): void {
    for (let i = 0; i < this.#rows.length; i++) this.#rows[i] = this.#random.integers(this.#buffer.size);
    this.#buffer.gather(this.#rows, this.batch);
  }
}
