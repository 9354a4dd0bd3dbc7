import { checkOptimizerState, checkOptimizerStep } from '../check-optimizer.ts';
import type { AdamOptions, Optimizer, OptimizerState, OptimizerStep } from '../network.ts';
import type { JsMlp } from './js-mlp.ts';

/** What all optimisers share: the global norm and its clipping. */
abstract class JsOptimizer implements Optimizer {
  protected readonly networks: readonly JsMlp[];
  protected readonly parameterCount: number;

  constructor(networks: readonly JsMlp[]) {
    this.networks = [...networks];
    this.parameterCount = networks.reduce((sum, network) => sum + network.parameterCount, 0);
  }

  step(options: OptimizerStep): number {
    checkOptimizerStep(options);
    const norm = globalNorm(this.networks);
    this.update(options.learningRate, clipScale(norm, options.maxGradNorm));
    return norm;
  }

  abstract readState(): OptimizerState;
  abstract writeState(state: OptimizerState): void;
  /** One step along the gradients times `scale`. */
  protected abstract update(learningRate: number, scale: number): void;
}

/** Kingma & Ba 2015 in PyTorch's arrangement: `p −= lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)`. */
export class JsAdam extends JsOptimizer {
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #m: Float32Array;
  readonly #v: Float32Array;
  #steps = 0;
  // Running products: Math.pow may differ between JavaScript engines.
  #beta1Power = 1;
  #beta2Power = 1;

  constructor(networks: readonly JsMlp[], { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions) {
    super(networks);
    this.#beta1 = beta1;
    this.#beta2 = beta2;
    this.#epsilon = epsilon;
    this.#m = new Float32Array(this.parameterCount);
    this.#v = new Float32Array(this.parameterCount);
  }

  readState(): OptimizerState {
    return { steps: this.#steps, slots: { m: this.#m.slice(), v: this.#v.slice() } };
  }

  writeState(state: OptimizerState): void {
    checkOptimizerState(state, ['m', 'v'], this.parameterCount);
    this.#m.set(state.slots['m']);
    this.#v.set(state.slots['v']);
    this.#steps = state.steps;
    this.#beta1Power = repeatedProduct(this.#beta1, state.steps);
    this.#beta2Power = repeatedProduct(this.#beta2, state.steps);
  }

  protected update(learningRate: number, scale: number): void {
    this.#steps++;
    this.#beta1Power *= this.#beta1;
    this.#beta2Power *= this.#beta2;
    const stepSize = learningRate / (1 - this.#beta1Power);
    const vScale = Math.sqrt(1 - this.#beta2Power);
    let offset = 0;
    for (const network of this.networks) {
      this.#updateNetwork(network, offset, stepSize, vScale, scale);
      offset += network.parameterCount;
    }
  }

  #updateNetwork(network: JsMlp, offset: number, stepSize: number, vScale: number, scale: number): void {
    const { parameters, gradients } = network;
    const m = this.#m;
    const v = this.#v;
    const beta2 = this.#beta2;
    const epsilon = this.#epsilon;
    const oneMinusBeta1 = 1 - this.#beta1;
    const oneMinusBeta2 = 1 - this.#beta2;
    for (let i = 0, j = offset; i < parameters.length; i++, j++) {
      const gradient = gradients[i] * scale;
      const mNext = m[j] + (gradient - m[j]) * oneMinusBeta1;
      const vNext = v[j] * beta2 + gradient * gradient * oneMinusBeta2;
      m[j] = mNext;
      v[j] = vNext;
      parameters[i] -= (stepSize * mNext) / (Math.sqrt(vNext) / vScale + epsilon);
    }
  }
}

/** `p −= lr · gradient`. */
export class JsSgd extends JsOptimizer {
  #steps = 0;

  readState(): OptimizerState {
    return { steps: this.#steps, slots: {} };
  }

  writeState(state: OptimizerState): void {
    checkOptimizerState(state, [], this.parameterCount);
    this.#steps = state.steps;
  }

  protected update(learningRate: number, scale: number): void {
    this.#steps++;
    const factor = learningRate * scale;
    for (const { parameters, gradients } of this.networks) {
      for (let i = 0; i < parameters.length; i++) parameters[i] -= factor * gradients[i];
    }
  }
}

/** The Euclidean norm of all gradients together; one sum, in the networks' order. */
function globalNorm(networks: readonly JsMlp[]): number {
  let sum = 0;
  for (const { gradients } of networks) {
    for (let i = 0; i < gradients.length; i++) sum += gradients[i] * gradients[i];
  }
  return Math.sqrt(sum);
}

/** `clip_grad_norm_`'s factor; 1e-6 is PyTorch's guard against a norm of zero. */
function clipScale(norm: number, maxGradNorm: number | undefined): number {
  return maxGradNorm === undefined ? 1 : Math.min(1, maxGradNorm / (norm + 1e-6));
}

/** `base` multiplied `count` times, rounding at each as the running product does. */
function repeatedProduct(base: number, count: number): number {
  let product = 1;
  // A product that has reached zero stays there.
  for (let i = 0; i < count && product !== 0; i++) product *= base;
  return product;
}
