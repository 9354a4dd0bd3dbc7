import { CartwheelError } from '@cartwheel/async-guard';

/** The error `envs/invalid-space`. */
export function invalidSpace(expected: string, received: unknown): CartwheelError {
  return new CartwheelError('envs/invalid-space', `${expected}, but got ${String(received)}.`);
}

/** Throws `envs/invalid-space` where `value` is no integer of at least 1. */
export function requireSize(name: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 1)) throw invalidSpace(`${name} must be an integer of at least 1`, value);
}
