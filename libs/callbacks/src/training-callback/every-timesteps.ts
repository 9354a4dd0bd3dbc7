import { CartwheelError } from '@cartwheel/async-guard';

/** Tells when a frequency in environment steps is due. */
export interface Frequency {
  /** Training starts here, or goes on from here: the multiples up to it are past. */
  startAt(timesteps: number): void;
  /** True once for each multiple that was reached since the last call, however far one step of the vector goes. */
  isDue(timesteps: number): boolean;
}

/** Throws `callbacks/invalid-frequency` unless it is a positive integer. */
export function everyTimesteps(frequency: number): Frequency {
  if (!Number.isInteger(frequency) || frequency <= 0) {
    throw new CartwheelError(
      'callbacks/invalid-frequency',
      `everyTimesteps is a number of environment steps, a positive integer; got ${frequency}.`,
    );
  }
  let passed = 0;
  return {
    startAt(timesteps) {
      passed = Math.floor(timesteps / frequency);
    },
    isDue(timesteps) {
      const reached = Math.floor(timesteps / frequency);
      if (reached <= passed) return false;
      passed = reached;
      return true;
    },
  };
}
