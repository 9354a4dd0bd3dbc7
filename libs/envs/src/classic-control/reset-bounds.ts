import { CartwheelError } from '@cartwheel/async-guard';

export interface ResetBounds {
  readonly low: number;
  readonly high: number;
}

/** The `low` and `high` of reset's `options`, or the defaults. Throws `envs/invalid-reset-options`. */
export function parseResetBounds(
  options: Readonly<Record<string, unknown>> | undefined,
  defaults: ResetBounds,
): ResetBounds {
  if (options === undefined) return defaults;
  const { low = defaults.low, high = defaults.high } = options;
  if (typeof low === 'number' && typeof high === 'number' && low <= high && Number.isFinite(high - low))
    return { low, high };
  throw new CartwheelError(
    'envs/invalid-reset-options',
    `reset() expects options.low and options.high to be finite numbers with low <= high, but got ${String(low)} and ${String(high)}.`,
  );
}
