import { CartwheelError } from './cartwheel-error.ts';

/** A call that its guard's own rules kept from starting: an outcome `dropped`, and no failure. */
export class NotStarted extends CartwheelError<
  'async-guard/dropped' | 'async-guard/superseded' | 'async-guard/circuit-open'
> {}
