import * as z from 'zod';
import type { Ceiling, Ratio } from './ratios.ts';

/** docs/benchmarks/bench.json. */
const schema = z.object({
  ratios: z.array(
    z.object({
      suite: z.string(),
      what: z.string(),
      value: z.number(),
      /** The last that somebody accepted; null for one that is new. */
      accepted: z.number().nullable(),
    }),
  ),
  /** Accepted once, and not measured any more. */
  missing: z.array(z.object({ suite: z.string(), what: z.string(), accepted: z.number() })),
  ceilings: z.array(z.object({ suite: z.string(), what: z.string(), value: z.string(), wanted: z.string() })),
});

export type BenchResults = z.output<typeof schema>;
type JoinedRatio = BenchResults['ratios'][number];

/** How much of an accepted ratio may be lost. */
const TOLERANCE = 0.1;

/** Throws zod's error for what is no such file. */
export function parseResults(text: string | undefined): BenchResults {
  return text === undefined ? { ratios: [], missing: [], ceilings: [] } : schema.parse(JSON.parse(text));
}

/** What was measured beside what was accepted before. */
export function joinResults(measured: readonly Ratio[], ceilings: Ceiling[], before: BenchResults): BenchResults {
  const accepted = new Map(
    [...before.ratios, ...before.missing].flatMap((ratio): [string, Accepted][] =>
      ratio.accepted === null ? [] : [[keyOf(ratio), { ...ratio, accepted: ratio.accepted }]],
    ),
  );
  const keys = new Set(measured.map(keyOf));
  return {
    ratios: measured.map(({ suite, what, value }) => {
      const known = accepted.get(keyOf({ suite, what }));
      return { suite, what, value: rounded(value), accepted: known?.accepted ?? null };
    }),
    missing: [...accepted.entries()]
      .filter(([key]) => !keys.has(key))
      .map(([, { suite, what, accepted: value }]) => ({ suite, what, accepted: value })),
    ceilings,
  };
}

/** From here on, these are what the next ones are compared with. */
export function acceptResults({ ratios, ceilings }: BenchResults): BenchResults {
  return { ratios: ratios.map((ratio) => ({ ...ratio, accepted: ratio.value })), missing: [], ceilings };
}

export function hasFallen({ value, accepted }: Pick<JoinedRatio, 'value' | 'accepted'>): boolean {
  return accepted !== null && value < accepted * (1 - TOLERANCE);
}

/** A line for each ratio that fell by more than it may, or is measured no more. */
export function faultsOf({ ratios, missing }: BenchResults): string[] {
  return [
    ...ratios
      .filter(hasFallen)
      .map(({ suite, what, value, accepted }) => `${suite}: ${what}: ${value}, accepted was ${accepted}`),
    ...missing.map(({ suite, what, accepted }) => `${suite}: ${what}: not measured, accepted was ${accepted}`),
  ];
}

interface Accepted {
  suite: string;
  what: string;
  accepted: number;
}

function keyOf({ suite, what }: { suite: string; what: string }): string {
  return `${suite}: ${what}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
