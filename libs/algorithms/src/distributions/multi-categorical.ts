import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import { NOTHING_TRAINED, type Distribution } from './distribution.ts';
import { argmax, invertCumulative, softmaxInto } from './softmax.ts';

/**
 * Several independent choices at once, the i-th one from 0 … nvec[i] − 1: the logits of the choices one after the other.
 * Log-probabilities and entropies are the sums over the choices. Computed in doubles.
 */
export class MultiCategorical implements Distribution {
  readonly parameterSize: number;
  readonly actionSize: number;
  readonly trained = NOTHING_TRAINED;

  readonly #nvec: readonly number[];
  readonly #probabilities: Float64Array;
  readonly #logProbabilities: Float64Array;
  #rows = 0;
  #actions: ActionBatch = new Int32Array(0);

  constructor(nvec: readonly number[], capacity: number) {
    this.#nvec = nvec;
    this.actionSize = nvec.length;
    this.parameterSize = nvec.reduce((sum, n) => sum + n, 0);
    this.#probabilities = new Float64Array(this.parameterSize * capacity);
    this.#logProbabilities = new Float64Array(this.parameterSize * capacity);
  }

  createActions(rows: number): Int32Array {
    return new Int32Array(rows * this.actionSize);
  }

  /** One draw from `random` a choice. */
  sample(
    parameters: Float32Array,
    rows: number,
    random: Generator,
    actions: ActionBatch,
    logProbabilities: Float32Array,
  ): void {
    this.#softmax(parameters, rows);
    for (let row = 0, start = 0, at = 0; row < rows; row++) {
      let logProbability = 0;
      for (const n of this.#nvec) {
        const choice = invertCumulative(this.#probabilities, start, n, random.random());
        actions[at++] = choice;
        logProbability += this.#logProbabilities[start + choice];
        start += n;
      }
      logProbabilities[row] = logProbability;
    }
  }

  mode(parameters: Float32Array, rows: number, actions: ActionBatch): void {
    for (let row = 0, start = 0, at = 0; row < rows; row++) {
      for (const n of this.#nvec) {
        actions[at++] = argmax(parameters, start, n);
        start += n;
      }
    }
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
    this.#softmax(parameters, rows);
    for (let row = 0, start = 0, at = 0; row < rows; row++) {
      let logProbability = 0;
      let entropy = 0;
      for (const n of this.#nvec) {
        logProbability += this.#logProbabilities[start + actions[at++]];
        entropy += this.#entropy(start, n);
        start += n;
      }
      logProbabilities[row] = logProbability;
      entropies[row] = entropy;
    }
    this.#rows = rows;
    this.#actions = actions;
  }

  /** Of each choice by itself: ∂log p(a)/∂zᵢ = [i = a] − pᵢ and ∂H/∂zᵢ = −pᵢ (log pᵢ + H). */
  gradient(logProbabilityGradient: Float32Array, entropyGradient: number, parameterGradient: Float32Array): void {
    for (let row = 0, start = 0, at = 0; row < this.#rows; row++) {
      const slope = logProbabilityGradient[row];
      for (const n of this.#nvec) {
        const entropy = this.#entropy(start, n);
        for (let i = start; i < start + n; i++) {
          const p = this.#probabilities[i];
          parameterGradient[i] = -slope * p - entropyGradient * p * (this.#logProbabilities[i] + entropy);
        }
        parameterGradient[start + this.#actions[at++]] += slope;
        start += n;
      }
    }
  }

  statistics(): Readonly<Record<string, number>> {
    return {};
  }

  #softmax(parameters: Float32Array, rows: number): void {
    for (let row = 0, start = 0; row < rows; row++) {
      for (const n of this.#nvec) {
        softmaxInto(parameters, start, n, this.#probabilities, this.#logProbabilities);
        start += n;
      }
    }
  }

  #entropy(start: number, n: number): number {
    let entropy = 0;
    for (let i = start; i < start + n; i++) entropy -= this.#probabilities[i] * this.#logProbabilities[i];
    return entropy;
  }
}
