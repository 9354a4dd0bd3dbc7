import type { Distribution } from '../distributions/distribution.ts';

/** What the losses of actor and critic share: the results of the last minibatch, and arrays to compute them in. */
export abstract class ActorCriticLoss {
  /** dL/d(outputs of the actor), `[size, parameterSize]`. */
  readonly actorGradient: Float32Array;
  /** dL/d(outputs of the critic), `[size, 1]`. */
  readonly criticGradient: Float32Array;

  /** L as a whole. */
  loss = 0;
  valueLoss = 0;
  entropyLoss = 0;

  protected readonly distribution: Distribution;
  protected readonly logProbabilities: Float32Array;
  protected readonly entropies: Float32Array;
  protected readonly logProbabilityGradient: Float32Array;

  constructor(distribution: Distribution, size: number) {
    this.distribution = distribution;
    this.actorGradient = new Float32Array(size * distribution.parameterSize);
    this.criticGradient = new Float32Array(size);
    this.logProbabilities = new Float32Array(size);
    this.entropies = new Float32Array(size);
    this.logProbabilityGradient = new Float32Array(size);
  }
}
