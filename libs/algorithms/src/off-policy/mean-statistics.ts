import type { PartState, Stateful } from '../checkpoint/learner-state.ts';
import { arrayOf } from '../checkpoint/part-state.ts';

/** Means of what gradient steps report, since they were last taken. */
export class MeanStatistics implements Stateful {
  readonly #sums = new Map<string, { sum: number; count: number }>();

  add(name: string, value: number): void {
    const entry = this.#sums.get(name);
    if (entry === undefined) {
      this.#sums.set(name, { sum: value, count: 1 });
      return;
    }
    entry.sum += value;
    entry.count += 1;
  }

  /** Nothing where nothing was added. */
  take(): Record<string, number> | undefined {
    const means: Record<string, number> = {};
    for (const [name, entry] of this.#sums) {
      if (entry.count > 0) means[name] = entry.sum / entry.count;
      entry.sum = 0;
      entry.count = 0;
    }
    return Object.keys(means).length === 0 ? undefined : means;
  }

  readState(): PartState {
    const sums = [...this.#sums].map(([name, { sum, count }]) => [name, Float64Array.of(sum, count)] as const);
    return { values: {}, arrays: Object.fromEntries(sums) };
  }

  writeState(state: PartState): void {
    this.#sums.clear();
    for (const name of Object.keys(state.arrays)) {
      const [sum, count] = arrayOf(state, name);
      this.#sums.set(name, { sum, count });
    }
  }
}
