import type { Env, StepResult } from '../env.ts';
import type { Action, Observation } from '../spaces/space.ts';

/** What happened in an environment, from a reset on. */
export interface Trajectory {
  readonly observations: Observation[];
  readonly actions: Action[];
  readonly rewards: number[];
  readonly terminated: boolean[];
  readonly truncated: boolean[];
}

/** Steps with `actions`, and resets without a seed where an episode ends. */
export function play(env: Env, actions: readonly Action[]): Trajectory {
  const trajectory: Trajectory = {
    observations: [],
    actions: [...actions],
    rewards: [],
    terminated: [],
    truncated: [],
  };
  for (const action of actions) {
    const result = env.step(action);
    record(trajectory, result);
    if (hasEnded(result)) trajectory.observations.push(env.reset()[0]);
  }
  return trajectory;
}

export function hasEnded([, , terminated, truncated]: StepResult): boolean {
  return terminated || truncated;
}

function record(trajectory: Trajectory, [observation, reward, terminated, truncated]: StepResult): void {
  trajectory.observations.push(observation);
  trajectory.rewards.push(reward);
  trajectory.terminated.push(terminated);
  trajectory.truncated.push(truncated);
}
