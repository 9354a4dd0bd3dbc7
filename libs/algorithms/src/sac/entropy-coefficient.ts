import type { Engine, Optimizer, Parameter } from '@cartwheel/nn';
import type { NamedTrainables } from '../model-folder/weights.ts';

/** `auto`: learned, from 1 on; `auto_0.1`: learned, from 0.1 on; or a number that stays. */
export type EntropyCoefficientSetting = number | `auto` | `auto_${number}`;

/** α, the worth of entropy in rewards. */
export interface EntropyCoefficient {
  /** What of it is trained, by name. */
  readonly trained: NamedTrainables;
  /** By name, what trains it. */
  readonly optimizers: Readonly<Record<string, Optimizer>>;
  readonly value: number;
  /** Learns from the log-probabilities of a batch of actions; gives its loss if it has one. */
  learn(logProbabilities: Float32Array, learningRate: number): number | undefined;
}

export function createEntropyCoefficient(
  engine: Engine,
  setting: EntropyCoefficientSetting,
  targetEntropy: number,
): EntropyCoefficient {
  if (typeof setting !== 'number') return new LearnedCoefficient(engine, startOf(setting), targetEntropy);
  return { trained: {}, optimizers: {}, value: setting, learn: () => undefined };
}

/** Where a learned coefficient starts. */
function startOf(setting: string): number {
  return setting === 'auto' ? 1 : Number(setting.slice('auto_'.length));
}

/**
 * Rises while the policy has less entropy than it should (arXiv 1812.05905, section 5). As in Stable-Baselines3 its
 * logarithm is learned, with the loss −log α · mean(log π + target), which differs a little from the paper.
 */
class LearnedCoefficient implements EntropyCoefficient {
  readonly trained: NamedTrainables;
  readonly optimizers: Readonly<Record<string, Optimizer>>;
  readonly #logarithm: Parameter;
  readonly #optimizer: Optimizer;
  readonly #target: number;
  readonly #values = new Float32Array(1);

  constructor(engine: Engine, start: number, target: number) {
    this.#logarithm = engine.createParameter('log_ent_coef', Float32Array.of(Math.log(start)));
    this.#optimizer = engine.createOptimizer([this.#logarithm], { kind: 'adam' });
    this.#target = target;
    this.trained = { entropy: this.#logarithm };
    this.optimizers = { entropy: this.#optimizer };
  }

  get value(): number {
    return Math.exp(this.#logarithm.readParameters(this.#values)[0]);
  }

  learn(logProbabilities: Float32Array, learningRate: number): number {
    let sum = 0;
    for (let row = 0; row < logProbabilities.length; row++) sum += logProbabilities[row] + this.#target;
    const slope = -sum / logProbabilities.length;
    const logarithm = this.#logarithm.readParameters(this.#values)[0];
    this.#values[0] = slope;
    this.#logarithm.writeGradients(this.#values);
    this.#optimizer.step({ learningRate });
    return logarithm * slope;
  }
}
