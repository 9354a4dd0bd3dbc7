import { describe, expect, it } from '@jest/globals';
import { JOBS } from '../../wasm/kernels.ts';
import { AdaptivePace } from './pace.ts';

/** A learner whose jobs take as long as it says, alone and shared; the clock is its own. */
class Learner {
  ms = 0;
  aloneMs = 1;
  sharedMs = 0.6;
  readonly pace = new AdaptivePace(() => this.ms);

  update(times: number): void {
    for (let i = 0; i < times; i++) {
      for (const job of [JOBS.forward, JOBS.gradients, JOBS.squares, JOBS.adam]) this.#work(job);
    }
  }

  /** In how many of the next updates work is shared. */
  sharedIn(times: number): number {
    let shared = 0;
    for (let i = 0; i < times; i++) {
      shared += Number(this.pace.isShared);
      this.update(1);
    }
    return shared;
  }

  #work(job: number): void {
    const { isMeasuring, isShared } = this.pace;
    const ms = isShared ? this.sharedMs : this.aloneMs;
    this.ms += ms;
    if (isMeasuring) this.pace.note(job, 4096, 64, ms);
    this.pace.ended(job);
  }
}

describe('the adaptive pace', () => {
  it('starts alone, tries both in turns, and shares where that is faster', () => {
    const learner = new Learner();
    expect(learner.sharedIn(64)).toBe(0);
    expect(learner.sharedIn(16)).toBe(8);
    expect(learner.sharedIn(1000)).toBeGreaterThan(950);
  });

  it('stays alone where sharing saves less than a tenth', () => {
    const learner = new Learner();
    learner.sharedMs = 0.95;
    learner.update(64 + 16);
    expect(learner.sharedIn(1000)).toBeLessThan(50);
  });

  it('goes back to one thread soon after sharing has become slower', () => {
    const learner = new Learner();
    learner.update(500);
    expect(learner.pace.isShared).toBe(true);
    learner.sharedMs = 3;
    learner.update(64);
    expect(learner.sharedIn(300)).toBeLessThan(20);
  });

  it('looks again, so that it finds a processor that has become free', () => {
    const learner = new Learner();
    learner.sharedMs = 2;
    learner.update(2000);
    expect(learner.pace.isShared).toBe(false);
    learner.sharedMs = 0.6;
    learner.update(2000);
    expect(learner.pace.isShared).toBe(true);
  });

  it('does not confuse jobs on small networks with those on large ones', () => {
    const learner = new Learner();
    const work = (table: number, ms: number): void => {
      const { isMeasuring, isShared } = learner.pace;
      const took = isShared ? 2 * ms : ms;
      learner.ms += took;
      if (isMeasuring) learner.pace.note(JOBS.adam, table, 0, took);
      learner.pace.ended(JOBS.adam);
    };
    // Optimisers of 1 and of 100 ms in turns: only the jobs of the same one compare.
    for (let i = 0; i < 300; i++) work(i % 2 === 0 ? 4096 : 8192, i % 2 === 0 ? 1 : 100);
    expect(learner.pace.isShared).toBe(false);
  });
});
