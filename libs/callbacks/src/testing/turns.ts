import { CartwheelError } from '@cartwheel/async-guard';
import type { TrainingCallback } from '../training-callback/training-callback.ts';

/** What is measured, and by which clocks. */
export interface TurnsOptions<Clock extends string> {
  /** Environment steps of a stretch, with it or without: long enough that what it does in the background ends within. */
  readonly everySteps: number;
  /** Told at the safe point where a stretch begins; the first one is without. */
  readonly onTurn: (isOn: boolean) => void;
  /** Each gives milliseconds: of the wall, or of this thread on a processor. */
  readonly clocks: Readonly<Record<Clock, () => number>>;
  /** Stretches at the start that do not count, since code is cold then. Default 20. */
  readonly warmUp?: number;
}

/** What something costs training. */
export interface TurnCost {
  /** Time with it, above the time without, as a share of the latter: 0.02 where it takes two percent. */
  readonly share: number;
  /** Of the share, as the stretches scatter. */
  readonly standardError: number;
  /** Of a stretch without it, mean, in milliseconds. */
  readonly withoutMs: number;
  /** Stretches with it that were compared with those before and after. */
  readonly stretches: number;
}

/** A measurement that goes on while a model learns. */
export interface Turns<Clock extends string> {
  /** For `learn`, with the callbacks of the training. */
  readonly callback: TrainingCallback;
  /** Throws `callbacks/too-few-stretches` where training was too short to tell. */
  cost(clock: Clock): TurnCost;
}

interface Stretch<Clock extends string> {
  readonly begins: Readonly<Record<Clock, number>>;
  readonly ends: Readonly<Record<Clock, number>>;
}

/**
 * Measures what something costs a training, a callback or a sink or checkpoints, by switching it on and off in turns within
 * one training, and comparing each stretch with its two neighbours. Whole trainings beside each other tell less: a machine
 * that others share is faster or slower by a tenth from one minute to the next.
 */
export function createTurns<Clock extends string>(options: TurnsOptions<Clock>): Turns<Clock> {
  const { everySteps, onTurn, clocks, warmUp = 20 } = options;
  const names = Object.keys(clocks) as Clock[];
  const read = (): Record<Clock, number> =>
    Object.fromEntries(names.map((name) => [name, clocks[name]()])) as Record<Clock, number>;
  const stretches: Stretch<Clock>[] = [];
  let current = -1;
  let begins = read();

  return {
    callback: {
      name: 'turns',
      mode: 'await',
      onSafePoint({ timesteps }) {
        const stretch = Math.floor(timesteps / everySteps);
        if (stretch === current) return;
        if (current >= 0) stretches.push({ begins, ends: read() });
        current = stretch;
        onTurn(stretches.length % 2 === 1);
        begins = read();
      },
    },
    cost(clock) {
      const times = stretches.slice(warmUp + (warmUp % 2)).map((each) => each.ends[clock] - each.begins[clock]);
      return costOf(times);
    },
  };
}

/** Of stretches without and with it in turns, the first without. */
function costOf(times: readonly number[]): TurnCost {
  const differences = times.flatMap((time, i) =>
    i % 2 === 1 && i + 1 < times.length ? [time - (times[i - 1] + times[i + 1]) / 2] : [],
  );
  if (differences.length < 2) throw tooFew(differences.length);
  const withoutMs = meanOf(times.filter((_, i) => i % 2 === 0));
  const difference = meanOf(differences);
  const variance = meanOf(differences.map((each) => (each - difference) ** 2));
  return {
    share: difference / withoutMs,
    standardError: Math.sqrt(variance / (differences.length - 1)) / withoutMs,
    withoutMs,
    stretches: differences.length,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function tooFew(found: number): CartwheelError {
  return new CartwheelError(
    'callbacks/too-few-stretches',
    `It takes two stretches with it, between stretches without, to tell what something costs; there were ${found}. Train for more steps, or let stretches be shorter.`,
  );
}
