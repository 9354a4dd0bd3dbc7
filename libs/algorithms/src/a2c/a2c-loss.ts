import type { ActionBatch } from '@cartwheel/envs';
import { ActorCriticLoss } from '../on-policy/actor-critic-loss.ts';
import type { Outputs } from '../on-policy/actor-critic.ts';

/** What the loss takes of a rollout: a row each. */
export interface A2cRows {
  readonly size: number;
  readonly actions: ActionBatch;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
}

export interface A2cLossSettings {
  entCoef: number;
  vfCoef: number;
}

/**
 * The loss of advantage actor–critic (arXiv 1602.01783, algorithm S3) on one rollout, and its gradient in closed form:
 *
 * L = −mean(A log π(a|s)) + entCoef · (−mean(H)) + vfCoef · mean((R − V)²)
 *
 * `compute` leaves its results in the fields. Nothing is allocated after construction.
 */
export class A2cLoss extends ActorCriticLoss {
  policyLoss = 0;

  compute(rows: A2cRows, { parameters, values }: Outputs, { entCoef, vfCoef }: A2cLossSettings): void {
    const { size, actions, advantages, returns } = rows;
    this.distribution.evaluate(parameters, actions, size, this.logProbabilities, this.entropies);
    let policy = 0;
    let entropy = 0;
    let squares = 0;
    for (let row = 0; row < size; row++) {
      const error = values[row] - returns[row];
      policy -= advantages[row] * this.logProbabilities[row];
      entropy += this.entropies[row];
      squares += error * error;
      this.logProbabilityGradient[row] = -advantages[row] / size;
      this.criticGradient[row] = (vfCoef * 2 * error) / size;
    }
    this.policyLoss = policy / size;
    this.entropyLoss = -entropy / size;
    this.valueLoss = squares / size;
    this.loss = this.policyLoss + entCoef * this.entropyLoss + vfCoef * this.valueLoss;
    this.distribution.gradient(this.logProbabilityGradient, -entCoef / size, this.actorGradient);
  }
}
