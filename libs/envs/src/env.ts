import type { Scene } from './scene.ts';
import type { Action, Observation, Space } from './spaces/space.ts';

/** What `reset` takes. */
export interface ResetOptions {
  /** Non-negative integer. Without a seed the generator goes on where it is; a fresh one starts from entropy. */
  seed?: number | undefined;
  /** What the environment itself lets choose for an episode, as CartPole its `low` and `high`. */
  options?: Readonly<Record<string, unknown>> | undefined;
}

/** What an environment tells beside the observation. `actionMask` is reserved: 1 for each action that is allowed. */
export interface Info {
  actionMask?: Uint8Array;
  [key: string]: unknown;
}

/** What `reset` gives, as in Gymnasium. */
export type ResetResult<O = Observation> = [observation: O, info: Info];

/** What `step` gives, as in Gymnasium. */
export type StepResult<O = Observation> = [
  observation: O,
  reward: number,
  /** The episode ended by the task's own rule: the value of what follows is 0. */
  terminated: boolean,
  /** The episode was cut (a time limit): the value of what follows is bootstrapped. */
  truncated: boolean,
  info: Info,
];

/**
 * Gymnasium's environment contract (https://gymnasium.farama.org/api/env/), with `snapshot` and `restore` so that a run
 * can be resumed to the bit, and a `render` that gives shapes instead of pixels.
 *
 * `reset` and `step` give arrays of their own: the caller may keep them. An action's array is read during the call only.
 * `describeEnv` of `@cartwheel/envs/testing` checks what is said here.
 */
export interface Env<O extends Observation = Observation, A extends Action = Action> {
  readonly id: string;
  readonly observationSpace: Space<O>;
  readonly actionSpace: Space<A>;
  /** Truncation after this many steps, where there is a time limit. */
  readonly maxEpisodeSteps?: number | undefined;
  /** The return at which the task counts as solved, where there is one. */
  readonly rewardThreshold?: number | undefined;
  reset(options?: ResetOptions): ResetResult<O>;
  /** Throws `envs/invalid-action`, and `envs/reset-needed` before a reset and after an episode's end. */
  step(action: A): StepResult<O>;
  /** All that the next step depends on, as JSON. */
  snapshot(): EnvSnapshot;
  /** Goes on where the environment that gave `snapshot` stood. Throws `envs/invalid-snapshot`. */
  restore(snapshot: EnvSnapshot): void;
  render(): Scene;
  close(): void;
}

/** JSON that only the environment that made it reads. */
export interface EnvSnapshot {
  readonly [key: string]: unknown;
}

/** Whether `value` can be a snapshot at all; what is in it, the environment checks. */
export function isEnvSnapshot(value: unknown): value is EnvSnapshot {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
