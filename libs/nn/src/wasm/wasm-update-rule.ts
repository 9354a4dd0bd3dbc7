import { AdamScalars } from '../optimizer/adam-scalars.ts';
import type { OptimizerSettings, SettingsOf } from '../optimizer/optimizer-settings.ts';
import type { Kernels } from './kernels.ts';

/** Where the parameters, gradients and state vectors of one network or parameter are. */
export interface Addresses {
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: readonly number[];
  /** Floats in each. */
  readonly size: number;
}

/** How one optimiser moves parameters along gradients. */
export interface WasmUpdateRule {
  /** Before the parameters of a step. */
  begin(learningRate: number): void;
  /** Moves parameters along `gradients · scale`. */
  apply(kernels: Kernels, addresses: Addresses, scale: number): void;
  /** As if `steps` had been taken. */
  restore(steps: number): void;
}

export function createWasmUpdateRule(settings: OptimizerSettings): WasmUpdateRule {
  if (settings.kind === 'adam') return createAdam(settings);
  return settings.kind === 'rmsprop' ? createRmsprop(settings) : createSgd(settings);
}

function createAdam({ beta1, beta2, epsilon, weightDecay }: SettingsOf<'adam'>): WasmUpdateRule {
  const scalars = new AdamScalars(beta1, beta2);
  let decay = 1;
  return {
    begin(learningRate) {
      scalars.advance(learningRate);
      decay = 1 - learningRate * weightDecay;
    },
    apply(kernels, { parameters, gradients, slots, size }, scale) {
      const { stepSize, vScale } = scalars;
      kernels.adam(
        parameters,
        gradients,
        slots[0],
        slots[1],
        size,
        scale,
        1 - beta1,
        beta2,
        1 - beta2,
        stepSize,
        vScale,
        epsilon,
        decay,
      );
    },
    restore(steps) {
      scalars.restore(steps);
    },
  };
}

function createRmsprop({ alpha, epsilon }: SettingsOf<'rmsprop'>): WasmUpdateRule {
  let rate = 0;
  return {
    begin(learningRate) {
      rate = learningRate;
    },
    apply(kernels, { parameters, gradients, slots, size }, scale) {
      kernels.rmsprop(parameters, gradients, slots[0], size, scale, alpha, 1 - alpha, rate, epsilon);
    },
    restore() {
      // Nothing depends on the step count.
    },
  };
}

function createSgd({ momentum }: SettingsOf<'sgd'>): WasmUpdateRule {
  let rate = 0;
  return {
    begin(learningRate) {
      rate = learningRate;
    },
    apply(kernels, { parameters, gradients, slots, size }, scale) {
      if (slots.length === 0) kernels.sgd(parameters, gradients, size, rate * scale);
      else kernels.momentum(parameters, gradients, slots[0], size, scale, momentum, rate);
    },
    restore() {
      // Nothing depends on the step count.
    },
  };
}
