import { isGeneratorState, restoreGenerator } from '@cartwheel/random';
import type { EnvSnapshot } from '../env.ts';
import { isEpisodePhase } from '../episode-phase.ts';
import { EpisodicEnv } from '../episodic-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import { isNumberList } from '../is-number-list.ts';
import type { Action } from '../spaces/space.ts';

/** What the environments of classic control share: a few numbers are the whole state. */
export abstract class ClassicControlEnv<A extends Action> extends EpisodicEnv<A> {
  /** Double precision, whole in each snapshot. */
  protected readonly state: Float64Array;

  constructor(stateSize: number) {
    super();
    this.state = new Float64Array(stateSize);
  }

  snapshot(): EnvSnapshot {
    return { state: [...this.state], phase: this.phase, random: this.random?.state() ?? null };
  }

  restore(snapshot: EnvSnapshot): void {
    const { state, phase, random } = snapshot;
    if (
      !isNumberList(state, this.state.length) ||
      !isEpisodePhase(phase) ||
      !(random === null || isGeneratorState(random))
    ) {
      throw invalidSnapshot(this.id, 'state, phase and random', snapshot);
    }
    this.random = random === null ? undefined : restoreGenerator(random);
    this.state.set(state);
    this.phase = phase;
  }
}
