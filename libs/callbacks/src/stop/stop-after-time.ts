import { CartwheelError } from '@cartwheel/async-guard';
import type { TrainingCallback } from '../training-callback/training-callback.ts';

/** Stops `seconds` after training started, by the times of its events. Throws `callbacks/invalid-time`. */
export function createStopAfterTime(seconds: number): TrainingCallback {
  if (!(seconds > 0)) {
    throw new CartwheelError(
      'callbacks/invalid-time',
      `expected seconds to be above 0, got ${seconds}; 3600 is an hour`,
    );
  }
  let startedAt = 0;
  return {
    name: 'stop after time',
    onTrainingStart({ time }) {
      startedAt = time;
    },
    onStep: ({ time }) =>
      time - startedAt >= seconds * 1000 ? { stop: `the ${seconds} seconds are used up` } : undefined,
  };
}
