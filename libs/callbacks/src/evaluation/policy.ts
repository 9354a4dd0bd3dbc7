import type { Action, Observation } from '@cartwheel/envs';

/** Anything that acts: a learner, a loaded policy, a hand-written rule. */
export interface Policy {
  predict(observation: Observation, options?: { deterministic?: boolean }): Action;
}
