import type { Generator } from '@cartwheel/random';

/** What a scenario measured. */
export interface Figure {
  /** What was counted: `lost`, `applied twice` … */
  what: string;
  value: number | string;
  /** The promise; no limit for what is only told. */
  limit?: number;
}

export interface ScenarioResult {
  /** What was done, with its numbers: `100,000 acknowledged updates, 50 SIGKILLs`. */
  load: string;
  figures: Figure[];
}

export interface ScenarioContext {
  /** Everything random of the scenario comes from it. */
  random: Generator;
  /** Writes an operation into the history. */
  note: (operation: Readonly<Record<string, unknown>>) => void;
}

/** A promise and how it is attacked. */
export interface FaultScenario<Size extends Readonly<Record<string, number>>> {
  /** `B1` … */
  promise: string;
  title: string;
  /** The whole of the promise, and what fits into a pipeline. */
  long: Size;
  short: Size;
  run: (size: Size, context: ScenarioContext) => Promise<ScenarioResult>;
}

/** A scenario with its size: what a suite needs of it. */
export interface RunnableScenario {
  promise: string;
  title: string;
  /** @param form `short`, or what share of the long form: 1 for all of it. */
  run: (form: 'short' | number, context: ScenarioContext) => Promise<ScenarioResult>;
}

export function defineScenario<Size extends Readonly<Record<string, number>>>({
  promise,
  title,
  run,
  long,
  short,
}: FaultScenario<Size>): RunnableScenario {
  return { promise, title, run: (form, context) => run(form === 'short' ? short : shareOf(long, form), context) };
}

function shareOf<Size extends Readonly<Record<string, number>>>(size: Size, share: number): Size {
  const entries = Object.entries(size).map(([name, value]) => [name, Math.ceil(value * share)]);
  return { ...size, ...Object.fromEntries(entries) };
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}
