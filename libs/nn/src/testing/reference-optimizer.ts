import type { OptimizerOptions, OptimizerStep } from '../network.ts';

/** PyTorch's `clip_grad_norm_`, in double precision. */
export function referenceClip(gradients: readonly number[], maxGradNorm = Infinity): number[] {
  const norm = Math.hypot(...gradients);
  const coefficient = Math.min(1, maxGradNorm / (norm + 1e-6));
  return gradients.map((gradient) => gradient * coefficient);
}

/** PyTorch's optimisers (`_single_tensor_adam` and its like in `torch.optim`), line by line, in double precision. */
export class ReferenceOptimizer {
  readonly parameters: number[];
  readonly slots: Record<string, number[]>;
  readonly #options: OptimizerOptions;
  #step = 0;

  constructor(parameters: ArrayLike<number>, options: OptimizerOptions) {
    this.parameters = Array.from(parameters);
    this.slots = Object.fromEntries(slotNames(options).map((name) => [name, this.parameters.map(() => 0)]));
    this.#options = options;
  }

  step(gradients: readonly number[], { learningRate, maxGradNorm }: OptimizerStep): void {
    this.#step++;
    const options = this.#options;
    const clipped = referenceClip(gradients, maxGradNorm);
    switch (options.kind) {
      case 'adamw':
        this.#decay(1 - learningRate * (options.weightDecay ?? 1e-2));
        this.#adam(clipped, learningRate, options);
        break;
      case 'adam':
        this.#adam(clipped, learningRate, options);
        break;
      case 'rmsprop':
        this.#rmsprop(clipped, learningRate, options);
        break;
      case 'sgd':
        this.#sgd(clipped, learningRate, options);
    }
  }

  #decay(factor: number): void {
    this.parameters.forEach((parameter, i) => {
      this.parameters[i] = parameter * factor;
    });
  }

  #adam(gradients: readonly number[], learningRate: number, options: OptionsOf<'adam' | 'adamw'>): void {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    const { m, v } = this.slots;
    const stepSize = learningRate / (1 - beta1 ** this.#step);
    const biasCorrection2 = 1 - beta2 ** this.#step;
    gradients.forEach((gradient, i) => {
      m[i] = beta1 * m[i] + (1 - beta1) * gradient;
      v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
      this.parameters[i] -= (stepSize * m[i]) / (Math.sqrt(v[i]) / Math.sqrt(biasCorrection2) + epsilon);
    });
  }

  #rmsprop(gradients: readonly number[], learningRate: number, options: OptionsOf<'rmsprop'>): void {
    const { alpha = 0.99, epsilon = 1e-8 } = options;
    const { v } = this.slots;
    gradients.forEach((gradient, i) => {
      v[i] = alpha * v[i] + (1 - alpha) * gradient * gradient;
      this.parameters[i] -= (learningRate * gradient) / (Math.sqrt(v[i]) + epsilon);
    });
  }

  #sgd(gradients: readonly number[], learningRate: number, { momentum = 0 }: OptionsOf<'sgd'>): void {
    gradients.forEach((gradient, i) => {
      const buffer = this.slots['momentum'] ?? [];
      if (momentum !== 0) buffer[i] = momentum * buffer[i] + gradient;
      this.parameters[i] -= learningRate * (momentum === 0 ? gradient : buffer[i]);
    });
  }
}

type OptionsOf<Kind extends OptimizerOptions['kind']> = Extract<OptimizerOptions, { kind: Kind }>;

function slotNames(options: OptimizerOptions): string[] {
  if (options.kind === 'sgd') return (options.momentum ?? 0) === 0 ? [] : ['momentum'];
  return options.kind === 'rmsprop' ? ['v'] : ['m', 'v'];
}
