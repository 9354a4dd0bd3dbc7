/** What one job took, alone and shared. */
interface Times {
  aloneMs: number;
  aloneCount: number;
  sharedMs: number;
  sharedCount: number;
}

/** How long the jobs of a trial took, alone and shared: jobs on different networks have to do with each other nothing. */
export class JobTimes {
  readonly #times = new Map<number, Times>();
  #watchedMs = 0;
  #expectedMs = 0;

  clear(): void {
    this.#times.clear();
  }

  add(key: number, isShared: boolean, ms: number): void {
    let times = this.#times.get(key);
    if (times === undefined) this.#times.set(key, (times = { aloneMs: 0, aloneCount: 0, sharedMs: 0, sharedCount: 0 }));
    if (isShared) {
      times.sharedMs += ms;
      times.sharedCount++;
    } else {
      times.aloneMs += ms;
      times.aloneCount++;
    }
  }

  /** What sharing takes of the time alone, over the jobs that were timed both ways; 1 where there is none. */
  sharedRatio(): number {
    let [alone, shared] = [0, 0];
    for (const { aloneMs, aloneCount, sharedMs, sharedCount } of this.#times.values()) {
      if (aloneCount === 0 || sharedCount === 0) continue;
      alone += aloneMs / aloneCount;
      shared += sharedMs / sharedCount;
    }
    return alone === 0 ? 1 : shared / alone;
  }

  /** Compares a shared job with what it took alone in the trial. */
  watch(key: number, ms: number): void {
    const times = this.#times.get(key);
    if (times === undefined || times.aloneCount === 0) return;
    this.#watchedMs += ms;
    this.#expectedMs += times.aloneMs / times.aloneCount;
  }

  /** What the watched jobs took of their time alone; forgets them. */
  takeWatchedRatio(): number {
    const ratio = this.#expectedMs === 0 ? 0 : this.#watchedMs / this.#expectedMs;
    this.#watchedMs = 0;
    this.#expectedMs = 0;
    return ratio;
  }
}
