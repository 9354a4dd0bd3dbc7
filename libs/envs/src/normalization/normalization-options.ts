import { CartwheelError } from '@cartwheel/async-guard';

/** Added to the variance before its root is taken. */
export const DEFAULT_EPSILON = 1e-8;
/** Normalised observations and rewards are clipped to ± this, in Stable-Baselines3. */
export const DEFAULT_CLIP = 10;
export const DEFAULT_GAMMA = 0.99;

/** Throws `envs/invalid-normalization` unless `isValid`. */
export function requireSetting(isValid: boolean, name: string, expected: string, value: number): void {
  if (isValid) return;
  throw new CartwheelError('envs/invalid-normalization', `${name} must be ${expected}, but got ${value}.`);
}

export function requireEpsilon(epsilon: number): number {
  requireSetting(epsilon > 0, 'epsilon', 'above 0', epsilon);
  return epsilon;
}

export function requireGamma(gamma: number): number {
  requireSetting(gamma >= 0 && gamma <= 1, 'gamma', 'between 0 and 1', gamma);
  return gamma;
}
