/** Means of what gradient steps report, since they were last taken. */
export class MeanStatistics<Name extends string> {
  readonly #sums = new Map<Name, { sum: number; count: number }>();

  add(name: Name, value: number): void {
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
}
