import type { PointRow } from '../point-table.ts';
import type { Block } from './block-builder.ts';
import type { SummaryPage } from './summary-table.ts';

/** Steps `from` ≤ step < `to`. */
export interface StepSpan {
  from: number;
  to: number;
}

/** The first lowest and the first highest of the points in a span; none where there is no number. */
export type ReadExtremes = (span: StepSpan) => PointRow[];

/** A point that is among a span's extremes; `row` where it was read already. */
export interface Candidate {
  step: number;
  value: number;
  row?: PointRow;
}

/** Steps of which the extremes are known as a whole; those of a null are not. */
interface Part extends StepSpan {
  block: Block | null;
}

/**
 * The extremes of each span: two points, or one that is both, or none where there is no number. A block that lies across
 * the edge of two spans is read only where it may hold what is sought, and does not itself name a point of the span.
 *
 * The spans and the pages are in their order, each without a gap.
 */
export function pickExtremes(
  spans: readonly StepSpan[],
  pages: readonly SummaryPage[],
  read: ReadExtremes,
): Candidate[][] {
  const parts = partsOf(spans[0].from, pages);
  let first = 0;
  return spans.map((span) => {
    while (parts[first].to <= span.from) first++;
    let behind = first;
    while (behind < parts.length && parts[behind].from < span.to) behind++;
    return extremesOf(span, parts.slice(first, behind), read);
  });
}

function extremesOf(span: StepSpan, parts: readonly Part[], read: ReadExtremes): Candidate[] {
  const isIn = (step: number): boolean => step >= span.from && step < span.to;
  const low = new Sought(1);
  const high = new Sought(-1);
  for (const { block } of parts) {
    if (block && isIn(block.lowStep)) low.offer({ step: block.lowStep, value: block.low });
    if (block && isIn(block.highStep)) high.offer({ step: block.highStep, value: block.high });
  }
  for (const { block, from, to } of parts) {
    const isKnown =
      block && (isIn(block.lowStep) || !low.mayBe(block.low)) && (isIn(block.highStep) || !high.mayBe(block.high));
    if (isKnown) continue;
    for (const row of read({ from: Math.max(span.from, from), to: Math.min(span.to, to) })) {
      const candidate = { step: Number(row[0]), value: Number(row[2]), row };
      low.offer(candidate);
      high.offer(candidate);
    }
  }
  if (!low.best || !high.best) return [];
  return low.best.step === high.best.step ? [low.best] : [low.best, high.best];
}

/** The lowest of what is offered (`sign` 1) or the highest (−1); of equal ones the first. */
class Sought {
  best: Candidate | undefined;
  readonly #sign: 1 | -1;

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  offer(candidate: Candidate): void {
    const { best } = this;
    if (best && !this.mayBe(candidate.value)) return;
    if (!best || candidate.value !== best.value || candidate.step < best.step) this.best = candidate;
  }

  /** Whether a point of this value may be it. NaN never is. */
  mayBe(value: number): boolean {
    if (!this.best) return !Number.isNaN(value);
    return this.#sign * value <= this.#sign * this.best.value;
  }
}

/** The steps from `from` on, without a gap and without an end. */
function partsOf(from: number, pages: readonly SummaryPage[]): Part[] {
  const parts: Part[] = [];
  let next = from;
  const add = (lastStep: number, block: Block | null): void => {
    parts.push({ from: next, to: lastStep + 1, block });
    next = lastStep + 1;
  };
  for (const { fromStep, toStep, blocks } of pages) {
    next = fromStep;
    if (blocks) for (const block of blocks) add(block.lastStep, block);
    else add(toStep, null);
  }
  add(Number.POSITIVE_INFINITY, null);
  return parts;
}

/** By step, each step once. */
export function inOrder(rows: readonly PointRow[]): PointRow[] {
  const sorted = rows.toSorted(([a], [b]) => Number(a) - Number(b));
  return sorted.filter(([step], index) => index === 0 || step !== sorted[index - 1][0]);
}
