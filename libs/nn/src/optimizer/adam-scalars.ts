/** Adam's bias corrections of one step, the same for every engine. */
export class AdamScalars {
  /** `learningRate / (1 − β₁ᵗ)`. */
  stepSize = 0;
  /** `1 / √(1 − β₂ᵗ)`, the factor of √v. */
  vScale = 0;
  readonly #beta1: number;
  readonly #beta2: number;
  // Running products: Math.pow may differ between JavaScript engines.
  #beta1Power = 1;
  #beta2Power = 1;

  constructor(beta1: number, beta2: number) {
    this.#beta1 = beta1;
    this.#beta2 = beta2;
  }

  /** Goes one step further. */
  advance(learningRate: number): void {
    this.#beta1Power *= this.#beta1;
    this.#beta2Power *= this.#beta2;
    this.stepSize = learningRate / (1 - this.#beta1Power);
    this.vScale = 1 / Math.sqrt(1 - this.#beta2Power);
  }

  /** As if `steps` had been taken. */
  restore(steps: number): void {
    this.#beta1Power = repeatedProduct(this.#beta1, steps);
    this.#beta2Power = repeatedProduct(this.#beta2, steps);
  }
}

/** `base` multiplied `count` times, rounding at each as the running product does. */
function repeatedProduct(base: number, count: number): number {
  let product = 1;
  // A product that has reached zero stays there.
  for (let i = 0; i < count && product !== 0; i++) product *= base;
  return product;
}
