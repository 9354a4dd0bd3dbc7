import { CartwheelError } from '@cartwheel/async-guard';
import { checkLength } from './check-length.ts';
import type { OptimizerOptions, OptimizerState, OptimizerStep } from './network.ts';

/** Throws `nn/wrong-option` for options out of range. */
export function checkOptimizerOptions(options: OptimizerOptions): void {
  if (options.kind !== 'adam') return;
  const { beta1 = 0, beta2 = 0, epsilon = 0 } = options;
  checkRange('beta1', beta1, beta1 >= 0 && beta1 < 1, 'from 0 to below 1');
  checkRange('beta2', beta2, beta2 >= 0 && beta2 < 1, 'from 0 to below 1');
  checkRange('epsilon', epsilon, epsilon >= 0 && epsilon < Infinity, 'zero or positive');
}

/** Throws `nn/wrong-option` for a learning rate or a norm out of range. */
export function checkOptimizerStep({ learningRate, maxGradNorm = 1 }: OptimizerStep): void {
  checkRange('learningRate', learningRate, learningRate >= 0 && learningRate < Infinity, 'zero or positive');
  checkRange('maxGradNorm', maxGradNorm, maxGradNorm >= 0, 'zero or positive');
}

/** Throws `nn/wrong-state` unless `state` has exactly `slots`, `nn/wrong-length` unless each fits. */
export function checkOptimizerState(state: OptimizerState, slots: readonly string[], parameterCount: number): void {
  const got = Object.keys(state.slots).toSorted();
  if (got.join() !== slots.toSorted().join()) {
    throw new CartwheelError(
      'nn/wrong-state',
      `The optimiser's state must have the slots [${slots.join(', ')}], not [${got.join(', ')}]; was it saved by another kind of optimiser?`,
    );
  }
  if (!Number.isSafeInteger(state.steps) || state.steps < 0) {
    throw new CartwheelError(
      'nn/wrong-state',
      `The optimiser's step count must be a non-negative integer, not ${state.steps}.`,
    );
  }
  for (const slot of slots)
    checkLength(state.slots[slot], parameterCount, `The optimiser's slot ${slot}`, 'parameters');
}

function checkRange(name: string, value: number, ok: boolean, expected: string): void {
  if (ok) return;
  throw new CartwheelError('nn/wrong-option', `The optimiser's ${name} must be ${expected}, not ${value}.`);
}
