import type { VectorStep } from '@cartwheel/envs';
import type { PartState, Stateful } from '../checkpoint/learner-state.ts';
import { partState, writeArrays } from '../checkpoint/part-state.ts';
import type { Progress, TrainingRun } from './training-run.ts';

/** Adds up the rewards and steps of the episodes of a vector, and tells of those that end. */
export class EpisodeTally implements Stateful {
  readonly #progress: Progress;
  readonly #returns: Float64Array;
  readonly #lengths: Int32Array;

  constructor(numEnvs: number, progress: Progress) {
    this.#progress = progress;
    this.#returns = new Float64Array(numEnvs);
    this.#lengths = new Int32Array(numEnvs);
  }

  add({ rewards }: VectorStep): void {
    for (let i = 0; i < this.#returns.length; i++) {
      this.#returns[i] += rewards[i];
      this.#lengths[i] += 1;
    }
  }

  /** Forgets episodes that were broken off: nobody is told of them. */
  clear(): void {
    this.#returns.fill(0);
    this.#lengths.fill(0);
  }

  readState(): PartState {
    return partState(this.#arrays());
  }

  writeState(state: PartState): void {
    writeArrays(state, this.#arrays());
  }

  /** Tells of the episode that ended in environment `envIndex`; gives a promise only if a hook gave one. */
  end(envIndex: number, run: TrainingRun): Promise<void> | undefined {
    const ending = { episodeReturn: this.#returns[envIndex], episodeLength: this.#lengths[envIndex], envIndex };
    this.#returns[envIndex] = 0;
    this.#lengths[envIndex] = 0;
    this.#progress.episodes += 1;
    return run.tell(run.hooks.onEpisodeEnd, { type: 'episode-end', ...run.moment(), ...ending });
  }

  #arrays(): { returns: Float64Array; lengths: Int32Array } {
    return { returns: this.#returns, lengths: this.#lengths };
  }
}
