import type { AdamOptions, OptimizerStep } from '../network.ts';

/** PyTorch's `clip_grad_norm_`, in double precision. */
export function referenceClip(gradients: readonly number[], maxGradNorm = Infinity): number[] {
  const norm = Math.hypot(...gradients);
  const coefficient = Math.min(1, maxGradNorm / (norm + 1e-6));
  return gradients.map((gradient) => gradient * coefficient);
}

/** PyTorch's `torch.optim.Adam` (`_single_tensor_adam`), line by line, in double precision. */
export class ReferenceAdam {
  readonly parameters: number[];
  readonly m: number[];
  readonly v: number[];
  readonly #options: AdamOptions;
  #step = 0;

  constructor(parameters: ArrayLike<number>, options: AdamOptions) {
    this.parameters = Array.from(parameters);
    this.m = this.parameters.map(() => 0);
    this.v = this.parameters.map(() => 0);
    this.#options = options;
  }

  step(gradients: ArrayLike<number>, { learningRate, maxGradNorm }: OptimizerStep): void {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = this.#options;
    this.#step++;
    const biasCorrection1 = 1 - beta1 ** this.#step;
    const biasCorrection2 = 1 - beta2 ** this.#step;
    const stepSize = learningRate / biasCorrection1;
    referenceClip(Array.from(gradients), maxGradNorm).forEach((gradient, i) => {
      this.m[i] = beta1 * this.m[i] + (1 - beta1) * gradient;
      this.v[i] = beta2 * this.v[i] + (1 - beta2) * gradient * gradient;
      const denominator = Math.sqrt(this.v[i]) / Math.sqrt(biasCorrection2) + epsilon;
      this.parameters[i] -= (stepSize * this.m[i]) / denominator;
    });
  }
}
