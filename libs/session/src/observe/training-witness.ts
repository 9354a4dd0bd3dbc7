import type { TrainingCallback, TrainingSession } from '@cartwheel/callbacks';

/** Knows how far training is, whenever somebody asks, at no cost to a step. */
export interface TrainingWitness {
  readonly callback: TrainingCallback;
  /** Environment steps done; 0 before training starts. */
  readonly timesteps: number;
  readonly state: 'starting' | 'training' | 'ended';
  /**
   * When somebody asked and found a step that was not there before, in milliseconds of `now`; `undefined` while no step is
   * expected. As exact as it is asked often.
   */
  lastStepAt(): number | undefined;
}

export function createTrainingWitness(now: () => number = Date.now): TrainingWitness {
  let session: TrainingSession | undefined;
  let state: TrainingWitness['state'] = 'starting';
  let seen = { timesteps: -1, at: 0 };
  const timesteps = (): number => session?.timesteps ?? 0;
  return {
    callback: {
      name: 'witness',
      onTrainingStart(_event, started) {
        session = started;
        state = 'training';
      },
      onTrainingEnd() {
        state = 'ended';
      },
    },
    get timesteps() {
      return timesteps();
    },
    get state() {
      return state;
    },
    lastStepAt() {
      if (state !== 'training') return undefined;
      if (timesteps() !== seen.timesteps) seen = { timesteps: timesteps(), at: now() };
      return seen.at;
    },
  };
}
