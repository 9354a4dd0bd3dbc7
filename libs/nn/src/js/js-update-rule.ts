import type { OptimizerOptions } from '../network.ts';
import { AdamScalars } from '../optimizer/adam-scalars.ts';
import { resolveOptimizer, slotNames, type SettingsOf } from '../optimizer/optimizer-settings.ts';

/** How one optimiser moves parameters along gradients. */
export interface JsUpdateRule {
  readonly slotNames: readonly string[];
  /** Before the parameters of a step. */
  begin(learningRate: number): void;
  /** Moves one array of parameters along `gradients · scale`; `slots` are their state vectors. */
  apply(parameters: Float32Array, gradients: Float32Array, slots: readonly Float32Array[], scale: number): void;
  /** As if `steps` had been taken. */
  restore(steps: number): void;
}

/** Throws `nn/wrong-option` for options out of range. */
export function createJsUpdateRule(options: OptimizerOptions): JsUpdateRule {
  const settings = resolveOptimizer(options);
  if (settings.kind === 'adam') return new AdamRule(settings);
  return settings.kind === 'rmsprop' ? new RmspropRule(settings) : new SgdRule(settings);
}

/** Kingma & Ba 2015 in PyTorch's arrangement: `p ← decay · p − lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)`. */
class AdamRule implements JsUpdateRule {
  readonly slotNames: readonly string[];
  readonly #settings: SettingsOf<'adam'>;
  readonly #scalars: AdamScalars;
  #decay = 1;

  constructor(settings: SettingsOf<'adam'>) {
    this.slotNames = slotNames(settings);
    this.#settings = settings;
    this.#scalars = new AdamScalars(settings.beta1, settings.beta2);
  }

  begin(learningRate: number): void {
    this.#scalars.advance(learningRate);
    this.#decay = 1 - learningRate * this.#settings.weightDecay;
  }

  apply(parameters: Float32Array, gradients: Float32Array, [m, v]: readonly Float32Array[], scale: number): void {
    const { beta2, epsilon } = this.#settings;
    const { stepSize, vScale } = this.#scalars;
    const oneMinusBeta1 = 1 - this.#settings.beta1;
    const oneMinusBeta2 = 1 - beta2;
    const decay = this.#decay;
    for (let i = 0; i < parameters.length; i++) {
      const gradient = gradients[i] * scale;
      const mNext = m[i] + (gradient - m[i]) * oneMinusBeta1;
      const vNext = v[i] * beta2 + gradient * gradient * oneMinusBeta2;
      m[i] = mNext;
      v[i] = vNext;
      parameters[i] = decay * parameters[i] - (stepSize * mNext) / nonZero(Math.sqrt(vNext) * vScale + epsilon);
    }
  }

  restore(steps: number): void {
    this.#scalars.restore(steps);
  }
}

/** Hinton 2012 in PyTorch's arrangement: `p ← p − lr · g / (√v + ε)`. */
class RmspropRule implements JsUpdateRule {
  readonly slotNames: readonly string[];
  readonly #settings: SettingsOf<'rmsprop'>;
  #learningRate = 0;

  constructor(settings: SettingsOf<'rmsprop'>) {
    this.slotNames = slotNames(settings);
    this.#settings = settings;
  }

  begin(learningRate: number): void {
    this.#learningRate = learningRate;
  }

  apply(parameters: Float32Array, gradients: Float32Array, [v]: readonly Float32Array[], scale: number): void {
    const { alpha, epsilon } = this.#settings;
    const learningRate = this.#learningRate;
    for (let i = 0; i < parameters.length; i++) {
      const gradient = gradients[i] * scale;
      const vNext = v[i] * alpha + gradient * gradient * (1 - alpha);
      v[i] = vNext;
      parameters[i] -= (learningRate * gradient) / nonZero(Math.sqrt(vNext) + epsilon);
    }
  }

  restore(): void {
    // Nothing depends on the step count.
  }
}

/** `b ← momentum · b + g`, `p ← p − lr · b`; without momentum b is g. */
class SgdRule implements JsUpdateRule {
  readonly slotNames: readonly string[];
  readonly #momentum: number;
  #learningRate = 0;

  constructor(settings: SettingsOf<'sgd'>) {
    this.slotNames = slotNames(settings);
    this.#momentum = settings.momentum;
  }

  begin(learningRate: number): void {
    this.#learningRate = learningRate;
  }

  apply(parameters: Float32Array, gradients: Float32Array, slots: readonly Float32Array[], scale: number): void {
    const learningRate = this.#learningRate;
    if (slots.length === 0) {
      const factor = learningRate * scale;
      for (let i = 0; i < parameters.length; i++) parameters[i] -= factor * gradients[i];
      return;
    }
    const [buffer] = slots;
    for (let i = 0; i < parameters.length; i++) {
      const bNext = this.#momentum * buffer[i] + gradients[i] * scale;
      buffer[i] = bNext;
      parameters[i] -= learningRate * bNext;
    }
  }

  restore(): void {
    // Nothing depends on the step count.
  }
}

/** So that a parameter whose gradients were all zero stays where it is when ε is 0. */
function nonZero(root: number): number {
  return root === 0 ? 1 : root;
}
