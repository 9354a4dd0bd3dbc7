import type { Action, Observation } from '@cartwheel/envs';

/** Anything that acts: a learner, a loaded policy, a hand-written rule. */
export interface Policy {
  predict(observation: Observation, options?: PredictOptions): Action;
}

/** How an action is chosen. */
export interface PredictOptions {
  /** Whether to take the most likely action. */
  deterministic?: boolean;
  /** The `actionMask` of the info that came with the observation: 1 for each action that is allowed. Default: all are. */
  actionMask?: Uint8Array | undefined;
}
