import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import { NOTHING_TRAINED, type Distribution } from './distribution.ts';

/** n independent bits; bit i is 1 with probability sigmoid(parameterᵢ). Computed in doubles. */
export class Bernoulli implements Distribution {
  readonly parameterSize: number;
  readonly actionSize: number;
  readonly trained = NOTHING_TRAINED;

  readonly #logits: Float64Array;
  #rows = 0;
  #actions: ActionBatch = new Int32Array(0);

  constructor(n: number, capacity: number) {
    this.parameterSize = n;
    this.actionSize = n;
    this.#logits = new Float64Array(n * capacity);
  }

  createActions(rows: number): Int32Array {
    return new Int32Array(rows * this.actionSize);
  }

  /** One draw from `random` a bit. */
  sample(
    parameters: Float32Array,
    rows: number,
    random: Generator,
    actions: ActionBatch,
    logProbabilities: Float32Array,
  ): void {
    for (let row = 0, i = 0; row < rows; row++) {
      let logProbability = 0;
      for (let bit = 0; bit < this.actionSize; bit++, i++) {
        const isSet = random.random() < sigmoid(parameters[i]);
        actions[i] = isSet ? 1 : 0;
        logProbability += logSigmoid(isSet ? parameters[i] : -parameters[i]);
      }
      logProbabilities[row] = logProbability;
    }
  }

  mode(parameters: Float32Array, rows: number, actions: ActionBatch): void {
    for (let i = 0; i < rows * this.actionSize; i++) actions[i] = parameters[i] > 0 ? 1 : 0;
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
    for (let row = 0, i = 0; row < rows; row++) {
      let logProbability = 0;
      let entropy = 0;
      for (let bit = 0; bit < this.actionSize; bit++, i++) {
        const logit = parameters[i];
        this.#logits[i] = logit;
        logProbability += logSigmoid(actions[i] === 1 ? logit : -logit);
        // H = −log p(1) + (1 − p(1)) z, from log p(0) = log p(1) − z.
        entropy += sigmoid(-logit) * logit - logSigmoid(logit);
      }
      logProbabilities[row] = logProbability;
      entropies[row] = entropy;
    }
    this.#rows = rows;
    this.#actions = actions;
  }

  /** ∂log p(a)/∂z = a − p and ∂H/∂z = −z p (1 − p). */
  gradient(logProbabilityGradient: Float32Array, entropyGradient: number, parameterGradient: Float32Array): void {
    for (let row = 0, i = 0; row < this.#rows; row++) {
      const slope = logProbabilityGradient[row];
      for (let bit = 0; bit < this.actionSize; bit++, i++) {
        const logit = this.#logits[i];
        const p = sigmoid(logit);
        parameterGradient[i] = slope * (this.#actions[i] - p) - entropyGradient * logit * p * sigmoid(-logit);
      }
    }
  }

  statistics(): Readonly<Record<string, number>> {
    return {};
  }
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** log(sigmoid(z)), exact also where sigmoid(z) rounds to 0 or 1. */
function logSigmoid(z: number): number {
  return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
}
