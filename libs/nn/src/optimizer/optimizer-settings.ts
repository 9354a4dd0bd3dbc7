import { CartwheelError } from '@cartwheel/async-guard';
import type { OptimizerOptions, OptimizerStep } from '../network.ts';

/** An optimiser's options with every default filled in. */
export type OptimizerSettings =
  | { kind: 'adam'; beta1: number; beta2: number; epsilon: number; weightDecay: number }
  | { kind: 'rmsprop'; alpha: number; epsilon: number }
  | { kind: 'sgd'; momentum: number };

export type SettingsOf<Kind extends OptimizerSettings['kind']> = Extract<OptimizerSettings, { kind: Kind }>;

/** Fills the defaults in; AdamW is Adam with a decay. Throws `nn/wrong-option` for options out of range. */
export function resolveOptimizer(options: OptimizerOptions): OptimizerSettings {
  switch (options.kind) {
    case 'adam':
    case 'adamw': {
      const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
      const weightDecay = options.kind === 'adamw' ? (options.weightDecay ?? 0.01) : 0;
      checkFraction('beta1', beta1);
      checkFraction('beta2', beta2);
      checkNonNegative('epsilon', epsilon);
      checkNonNegative('weightDecay', weightDecay);
      return { kind: 'adam', beta1, beta2, epsilon, weightDecay };
    }
    case 'rmsprop': {
      const { alpha = 0.99, epsilon = 1e-8 } = options;
      checkFraction('alpha', alpha);
      checkNonNegative('epsilon', epsilon);
      return { kind: 'rmsprop', alpha, epsilon };
    }
    case 'sgd': {
      const { momentum = 0 } = options;
      checkFraction('momentum', momentum);
      return { kind: 'sgd', momentum };
    }
    default:
      return unknownKind(options);
  }
}

/** Names of the state vectors that an optimiser keeps beside parameters and gradients. */
export function slotNames(settings: OptimizerSettings): readonly string[] {
  if (settings.kind === 'adam') return ['m', 'v'];
  if (settings.kind === 'rmsprop') return ['v'];
  return settings.momentum === 0 ? [] : ['momentum'];
}

/** Throws `nn/wrong-option` for a learning rate or a norm out of range. */
export function checkOptimizerStep({ learningRate, maxGradNorm = 1 }: OptimizerStep): void {
  checkNonNegative('learningRate', learningRate);
  checkRange('maxGradNorm', maxGradNorm, maxGradNorm >= 0, 'zero or positive');
}

/** Throws `nn/wrong-option` unless τ is from 0 to 1. */
export function checkTau(tau: number): void {
  if (tau >= 0 && tau <= 1) return;
  throw new CartwheelError('nn/wrong-option', `τ of a Polyak update must be from 0 to 1, not ${tau}.`);
}

function checkFraction(name: string, value: number): void {
  checkRange(name, value, value >= 0 && value < 1, 'from 0 to below 1');
}

function checkNonNegative(name: string, value: number): void {
  checkRange(name, value, value >= 0 && value < Infinity, 'zero or positive, and finite');
}

function checkRange(name: string, value: number, ok: boolean, expected: string): void {
  if (ok) return;
  throw new CartwheelError('nn/wrong-option', `The optimiser's ${name} must be ${expected}, not ${value}.`);
}

function unknownKind(options: never): never {
  throw new CartwheelError(
    'nn/wrong-option',
    `The optimiser must be adam, adamw, rmsprop or sgd, not ${JSON.stringify(options)}.`,
  );
}
