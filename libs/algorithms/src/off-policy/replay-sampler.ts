import type { Generator } from '@cartwheel/random';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { numberOf, writeArrays } from '../checkpoint/part-state.ts';
import type { ReplayBuffer } from './replay-buffer.ts';
import { SumTree } from './sum-tree.ts';

/** Chooses the rows of a batch, and weighs them. */
export interface ReplaySampler {
  /** A row has been written. */
  added(row: number): void;
  /** Writes the rows to learn from and how much each counts. */
  sample(random: Generator, rows: Int32Array, weights: Float32Array, progressRemaining: number): void;
  /** Tells how far the prediction of each row was off. */
  learned(rows: Int32Array, errors: Float32Array): void;
  /** What of it a checkpoint holds, if anything. */
  readonly priorities?: Stateful;
}

/** All rows alike, with replacement, as in Stable-Baselines3. */
export class UniformSampler implements ReplaySampler {
  readonly #buffer: Pick<ReplayBuffer, 'size'>;

  constructor(buffer: Pick<ReplayBuffer, 'size'>) {
    this.#buffer = buffer;
  }

  added(): void {
    // Every row counts alike.
  }

  sample(random: Generator, rows: Int32Array, weights: Float32Array): void {
    for (let i = 0; i < rows.length; i++) rows[i] = random.integers(this.#buffer.size);
    weights.fill(1);
  }

  learned(): void {
    // Errors change nothing.
  }
}

export interface PrioritySettings {
  /** α: 0 samples all alike, 1 in proportion to the error. */
  alpha: number;
  /** β at the start of training; it goes to 1 at its end. */
  beta: number;
}

/** Added to an error, so that no row is lost for good. Of the paper's reference code. */
const EPSILON = 1e-6;

/**
 * Prioritised replay, its proportional form (arXiv 1511.05952, algorithm 1): P(i) = pᵢ^α / Σ p^α with pᵢ = |δᵢ| + ε, a new
 * row with the greatest priority so far; weights (N · P(i))^−β, divided by the largest of the batch.
 */
export class PrioritizedSampler implements ReplaySampler {
  readonly #buffer: Pick<ReplayBuffer, 'size'>;
  readonly #settings: PrioritySettings;
  readonly #tree: SumTree;
  #greatest = 1;

  constructor(buffer: Pick<ReplayBuffer, 'size' | 'capacity'>, settings: PrioritySettings) {
    this.#buffer = buffer;
    this.#settings = settings;
    this.#tree = new SumTree(buffer.capacity);
  }

  added(row: number): void {
    this.#tree.set(row, this.#greatest);
  }

  /** One row from each of as many equal shares of the total as there are rows in the batch. */
  sample(random: Generator, rows: Int32Array, weights: Float32Array, progressRemaining: number): void {
    const { total } = this.#tree;
    const beta = 1 + (this.#settings.beta - 1) * progressRemaining;
    let greatest = 0;
    for (let i = 0; i < rows.length; i++) {
      rows[i] = this.#tree.find(((i + random.random()) / rows.length) * total);
      weights[i] = ((this.#buffer.size * this.#tree.get(rows[i])) / total) ** -beta;
      greatest = Math.max(greatest, weights[i]);
    }
    for (let i = 0; i < rows.length; i++) weights[i] /= greatest;
  }

  learned(rows: Int32Array, errors: Float32Array): void {
    for (let i = 0; i < rows.length; i++) {
      const priority = (Math.abs(errors[i]) + EPSILON) ** this.#settings.alpha;
      this.#tree.set(rows[i], priority);
      this.#greatest = Math.max(this.#greatest, priority);
    }
  }

  get priorities(): Stateful {
    return {
      readState: () => ({ values: { greatest: this.#greatest }, arrays: { priorities: this.#tree.read() } }),
      writeState: (state) => {
        const priorities = this.#tree.read();
        writeArrays(state, { priorities });
        this.#tree.write(priorities);
        this.#greatest = numberOf(state, 'greatest');
      },
    };
  }
}
