import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import { NOTHING_TRAINED, type Distribution } from './distribution.ts';
import { argmax, invertCumulative, softmaxInto } from './softmax.ts';

/** One of the actions start … start + n − 1, with probabilities softmax(parameters). Computed in doubles. */
export class Categorical implements Distribution {
  readonly parameterSize: number;
  readonly actionSize = 1;
  readonly trained = NOTHING_TRAINED;

  readonly #start: number;
  readonly #probabilities: Float64Array;
  readonly #logProbabilities: Float64Array;
  readonly #entropies: Float64Array;
  #rows = 0;
  #actions: ActionBatch = new Int32Array(0);

  constructor(n: number, capacity: number, start = 0) {
    this.parameterSize = n;
    this.#start = start;
    this.#probabilities = new Float64Array(n * capacity);
    this.#logProbabilities = new Float64Array(n * capacity);
    this.#entropies = new Float64Array(capacity);
  }

  createActions(rows: number): Int32Array {
    return new Int32Array(rows);
  }

  /** Inverts the cumulative distribution: one draw from `random` a row. */
  sample(
    parameters: Float32Array,
    rows: number,
    random: Generator,
    actions: ActionBatch,
    logProbabilities: Float32Array,
  ): void {
    this.#softmax(parameters, rows);
    for (let row = 0; row < rows; row++) {
      const start = row * this.parameterSize;
      const choice = invertCumulative(this.#probabilities, start, this.parameterSize, random.random());
      actions[row] = this.#start + choice;
      logProbabilities[row] = this.#logProbabilities[start + choice];
    }
  }

  mode(parameters: Float32Array, rows: number, actions: ActionBatch): void {
    const n = this.parameterSize;
    for (let row = 0; row < rows; row++) actions[row] = this.#start + argmax(parameters, row * n, n);
  }

  bound(actions: ActionBatch): ActionBatch {
    return actions;
  }

  evaluate(
    parameters: Float32Array,
    actions: ActionBatch,
    rows: number,
    logProbabilities: Float32Array,
    entropies: Float32Array,
  ): void {
    const n = this.parameterSize;
    this.#softmax(parameters, rows);
    for (let row = 0; row < rows; row++) {
      let entropy = 0;
      for (let i = row * n; i < (row + 1) * n; i++) entropy -= this.#probabilities[i] * this.#logProbabilities[i];
      this.#entropies[row] = entropy;
      entropies[row] = entropy;
      logProbabilities[row] = this.#logProbabilities[row * n + actions[row] - this.#start];
    }
    this.#rows = rows;
    this.#actions = actions;
  }

  /** ∂log p(a)/∂zᵢ = [i = a] − pᵢ and ∂H/∂zᵢ = −pᵢ (log pᵢ + H). */
  gradient(logProbabilityGradient: Float32Array, entropyGradient: number, parameterGradient: Float32Array): void {
    const n = this.parameterSize;
    for (let row = 0; row < this.#rows; row++) {
      const slope = logProbabilityGradient[row];
      const entropy = this.#entropies[row];
      const start = row * n;
      for (let i = start; i < start + n; i++) {
        const p = this.#probabilities[i];
        parameterGradient[i] = -slope * p - entropyGradient * p * (this.#logProbabilities[i] + entropy);
      }
      parameterGradient[start + this.#actions[row] - this.#start] += slope;
    }
  }

  probabilities(parameters: Float32Array): number[] {
    this.#softmax(parameters, 1);
    return [...this.#probabilities.subarray(0, this.parameterSize)];
  }

  statistics(): Readonly<Record<string, number>> {
    return {};
  }

  #softmax(parameters: Float32Array, rows: number): void {
    const n = this.parameterSize;
    for (let row = 0; row < rows; row++) {
      softmaxInto(parameters, row * n, n, this.#probabilities, this.#logProbabilities);
    }
  }
}
