import type { Tensor } from '@tensorflow/tfjs-core';
import { AdamScalars } from '../optimizer/adam-scalars.ts';
import type { OptimizerSettings, SettingsOf } from '../optimizer/optimizer-settings.ts';
import type { Tfjs } from './tfjs.ts';

/** What a step makes of flat parameters and their state vectors. */
export interface Updated {
  readonly parameters: Tensor;
  readonly slots: readonly Tensor[];
}

/** How one optimiser moves parameters along gradients. */
export interface TfjsUpdateRule {
  /** Before the parameters of a step. */
  begin(learningRate: number): void;
  /** Moves `parameters` along `gradient`, which is clipped already; `slots` are their state vectors. */
  apply(tf: Tfjs, parameters: Tensor, gradient: Tensor, slots: readonly Tensor[]): Updated;
  /** As if `steps` had been taken. */
  restore(steps: number): void;
}

export function createTfjsUpdateRule(settings: OptimizerSettings): TfjsUpdateRule {
  if (settings.kind === 'adam') return new AdamRule(settings);
  return settings.kind === 'rmsprop' ? new RmspropRule(settings) : new SgdRule(settings);
}

/** Kingma & Ba 2015 in PyTorch's arrangement: `p ← decay · p − lr/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)`. */
class AdamRule implements TfjsUpdateRule {
  readonly #settings: SettingsOf<'adam'>;
  readonly #scalars: AdamScalars;
  #decay = 1;

  constructor(settings: SettingsOf<'adam'>) {
    this.#settings = settings;
    this.#scalars = new AdamScalars(settings.beta1, settings.beta2);
  }

  begin(learningRate: number): void {
    this.#scalars.advance(learningRate);
    this.#decay = 1 - learningRate * this.#settings.weightDecay;
  }

  apply(tf: Tfjs, parameters: Tensor, gradient: Tensor, [m, v]: readonly Tensor[]): Updated {
    const { beta1, beta2, epsilon } = this.#settings;
    const { stepSize, vScale } = this.#scalars;
    const mNext: Tensor = tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1));
    const vNext = weightedSquares(tf, v, gradient, beta2);
    const root = tf.add(tf.mul(tf.sqrt(vNext), vScale), epsilon);
    const kept = this.#decay === 1 ? parameters : tf.mul(parameters, this.#decay);
    return {
      parameters: tf.sub(kept, divide(tf, tf.mul(mNext, stepSize), root, epsilon)),
      slots: [mNext, vNext],
    };
  }

  restore(steps: number): void {
    this.#scalars.restore(steps);
  }
}

/** Hinton 2012 in PyTorch's arrangement: `p ← p − lr · g / (√v + ε)`. */
class RmspropRule implements TfjsUpdateRule {
  readonly #settings: SettingsOf<'rmsprop'>;
  #learningRate = 0;

  constructor(settings: SettingsOf<'rmsprop'>) {
    this.#settings = settings;
  }

  begin(learningRate: number): void {
    this.#learningRate = learningRate;
  }

  apply(tf: Tfjs, parameters: Tensor, gradient: Tensor, [v]: readonly Tensor[]): Updated {
    const { alpha, epsilon } = this.#settings;
    const vNext = weightedSquares(tf, v, gradient, alpha);
    const root = tf.add(tf.sqrt(vNext), epsilon);
    return {
      parameters: tf.sub(parameters, divide(tf, tf.mul(gradient, this.#learningRate), root, epsilon)),
      slots: [vNext],
    };
  }

  restore(): void {
    // Nothing depends on the step count.
  }
}

/** `b ← momentum · b + g`, `p ← p − lr · b`; without momentum b is g. */
class SgdRule implements TfjsUpdateRule {
  readonly #momentum: number;
  #learningRate = 0;

  constructor(settings: SettingsOf<'sgd'>) {
    this.#momentum = settings.momentum;
  }

  begin(learningRate: number): void {
    this.#learningRate = learningRate;
  }

  apply(tf: Tfjs, parameters: Tensor, gradient: Tensor, slots: readonly Tensor[]): Updated {
    const next = slots.map((buffer): Tensor => tf.add(tf.mul(buffer, this.#momentum), gradient));
    const [direction = gradient] = next;
    return { parameters: tf.sub(parameters, tf.mul(direction, this.#learningRate)), slots: next };
  }

  restore(): void {
    // Nothing depends on the step count.
  }
}

/** `decay · v + (1 − decay) · g²`. */
function weightedSquares(tf: Tfjs, v: Tensor, gradient: Tensor, decay: number): Tensor {
  return tf.add(tf.mul(v, decay), tf.mul(tf.square(gradient), 1 - decay));
}

/** Without ε the root is 0 for a parameter whose gradients were all zero, which stays where it is. */
function divide(tf: Tfjs, numerator: Tensor, root: Tensor, epsilon: number): Tensor {
  return epsilon === 0 ? tf.divNoNan(numerator, root) : tf.div(numerator, root);
}
