import { ActorCriticLoss } from '../on-policy/actor-critic-loss.ts';
import type { Minibatch } from '../on-policy/minibatch.ts';

export interface PpoLossSettings {
  /** ε of the clipped surrogate. */
  clipRange: number;
  /** How far the value may move from the one of the rollout; `null` for as far as it likes. */
  clipRangeVf: number | null;
  entCoef: number;
  vfCoef: number;
}

/**
 * The loss of PPO (arXiv 1707.06347, eq. 9, with its sign turned) on one minibatch, and its gradient in closed form:
 *
 * L = −mean(min(r A, clip(r, 1 − ε, 1 + ε) A)) + entCoef · (−mean(H)) + vfCoef · mean((R − V)²), r = π(a|s) / π_old(a|s)
 *
 * `compute` leaves its results in the fields. Nothing is allocated after construction.
 */
export class PpoLoss extends ActorCriticLoss {
  policyGradientLoss = 0;
  /** KL(π_old ‖ π), by the unbiased estimate mean((r − 1) − log r) of http://joschu.net/blog/kl-approx.html */
  approxKl = 0;
  /** Share of rows whose ratio is outside 1 ± ε. */
  clipFraction = 0;

  compute(batch: Minibatch, parameters: Float32Array, values: Float32Array, settings: PpoLossSettings): void {
    this.distribution.evaluate(parameters, batch.actions, batch.size, this.logProbabilities, this.entropies);
    this.#clippedSurrogate(batch, settings.clipRange);
    this.#squaredValueError(batch, values, settings);
    this.entropyLoss = -mean(this.entropies, batch.size);
    this.loss = this.policyGradientLoss + settings.entCoef * this.entropyLoss + settings.vfCoef * this.valueLoss;
    this.distribution.gradient(this.logProbabilityGradient, -settings.entCoef / batch.size, this.actorGradient);
  }

  /** d(−min(r A, clip(r) A))/dlog π is −r A, and 0 where the clipped term is the smaller one. */
  #clippedSurrogate(batch: Minibatch, clipRange: number): void {
    let surrogate = 0;
    let kl = 0;
    let outside = 0;
    for (let row = 0; row < batch.size; row++) {
      const advantage = batch.advantages[row];
      const logRatio = this.logProbabilities[row] - batch.oldLogProbabilities[row];
      const ratio = Math.exp(logRatio);
      const unclipped = advantage * ratio;
      const clipped = advantage * Math.min(Math.max(ratio, 1 - clipRange), 1 + clipRange);
      surrogate += Math.min(unclipped, clipped);
      this.logProbabilityGradient[row] = unclipped <= clipped ? -unclipped / batch.size : 0;
      kl += ratio - 1 - logRatio;
      if (Math.abs(ratio - 1) > clipRange) outside += 1;
    }
    this.policyGradientLoss = -surrogate / batch.size;
    this.approxKl = kl / batch.size;
    this.clipFraction = outside / batch.size;
  }

  #squaredValueError(batch: Minibatch, values: Float32Array, { clipRangeVf, vfCoef }: PpoLossSettings): void {
    let squares = 0;
    for (let row = 0; row < batch.size; row++) {
      const oldValue = batch.oldValues[row];
      const change = values[row] - oldValue;
      const isClipped = clipRangeVf !== null && Math.abs(change) > clipRangeVf;
      const value = isClipped ? oldValue + Math.sign(change) * clipRangeVf : values[row];
      const error = value - batch.returns[row];
      squares += error * error;
      this.criticGradient[row] = isClipped ? 0 : (vfCoef * 2 * error) / batch.size;
    }
    this.valueLoss = squares / batch.size;
  }
}

function mean(values: Float32Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  return sum / count;
}
