import { AdamScalars } from '../optimizer/adam-scalars.ts';
import type { OptimizerSettings, SettingsOf } from '../optimizer/optimizer-settings.ts';
import { JOBS } from './kernels.ts';

/** How one optimiser moves parameters along gradients. */
export interface WasmUpdateRule {
  /** The kernels' job. */
  readonly job: number;
  /** Writes the numbers of a step along `gradients · scale` to `floats` from `index` on, in the kernel's order. */
  begin(learningRate: number, scale: number, floats: Float32Array, index: number): void;
  /** As if `steps` had been taken. */
  restore(steps: number): void;
}

export function createWasmUpdateRule(settings: OptimizerSettings): WasmUpdateRule {
  if (settings.kind === 'adam') return createAdam(settings);
  return settings.kind === 'rmsprop' ? createRmsprop(settings) : createSgd(settings);
}

function createAdam({ beta1, beta2, epsilon, weightDecay }: SettingsOf<'adam'>): WasmUpdateRule {
  const scalars = new AdamScalars(beta1, beta2);
  return {
    job: JOBS.adam,
    begin(learningRate, scale, floats, index) {
      scalars.advance(learningRate);
      floats[index] = scale;
      floats[index + 1] = 1 - beta1;
      floats[index + 2] = beta2;
      floats[index + 3] = 1 - beta2;
      floats[index + 4] = scalars.stepSize;
      floats[index + 5] = scalars.vScale;
      floats[index + 6] = epsilon;
      floats[index + 7] = 1 - learningRate * weightDecay;
    },
    restore(steps) {
      scalars.restore(steps);
    },
  };
}

function createRmsprop({ alpha, epsilon }: SettingsOf<'rmsprop'>): WasmUpdateRule {
  return {
    job: JOBS.rmsprop,
    begin(learningRate, scale, floats, index) {
      floats[index] = scale;
      floats[index + 1] = alpha;
      floats[index + 2] = 1 - alpha;
      floats[index + 3] = learningRate;
      floats[index + 4] = epsilon;
    },
    restore() {
      // Nothing depends on the step count.
    },
  };
}

function createSgd({ momentum }: SettingsOf<'sgd'>): WasmUpdateRule {
  return {
    job: momentum === 0 ? JOBS.sgd : JOBS.momentum,
    begin(learningRate, scale, floats, index) {
      floats[index] = scale;
      floats[index + 1] = momentum === 0 ? learningRate * scale : learningRate;
      floats[index + 2] = momentum;
    },
    restore() {
      // Nothing depends on the step count.
    },
  };
}
