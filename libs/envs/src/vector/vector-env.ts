import type { EnvSnapshot, Info, ResetOptions } from '../env.ts';
import type { Space } from '../spaces/space.ts';

/**
 * Actions of a whole vector, row by row: Discrete `Int32Array[n]`, MultiDiscrete and MultiBinary `Int32Array[n·k]`, Box
 * `Float32Array[n·k]`. They are the elements of the space: those of a Discrete begin at its `start`.
 */
export type ActionBatch = Int32Array | Float32Array;

/**
 * What follows the end of an episode, in Gymnasium's words.
 *
 * - `same-step`: the step that ends it resets the environment too, as Stable-Baselines3's vectors do. Learners want this.
 * - `next-step`: the next step resets it, whatever its action, with a reward of 0 (Gymnasium's default).
 * - `disabled`: nothing; the caller resets it, by `reset({ mask })`, before the next step.
 */
export type AutoresetMode = 'same-step' | 'next-step' | 'disabled';

/** What `reset` of a vector environment takes. */
export interface VectorResetOptions {
  /** Environment i is seeded with `seed + i`; without a seed each goes on with its generator. */
  seed?: number | undefined;
  /** What the environments themselves let choose for an episode, as CartPole its `low` and `high`. */
  options?: ResetOptions['options'];
  /** One number for each environment: those with 0 are left where they are. Default: all are reset. */
  mask?: ArrayLike<number> | undefined;
}

/**
 * What one step of all environments gave. The arrays are preallocated and written anew by each call: copy what you keep.
 *
 * With the autoreset `same-step`, `observations` and `infos` of an environment that ended are already those of the new
 * episode. `finalObservations` and `finalInfos` hold the last ones of the old, whatever the mode.
 */
export interface VectorStep {
  /** `[numEnvs, flatSize]`, row-major. */
  readonly observations: Float32Array;
  readonly rewards: Float64Array;
  /** 1 where the episode terminated. */
  readonly terminated: Uint8Array;
  /** 1 where the episode was truncated. */
  readonly truncated: Uint8Array;
  /** `[numEnvs, flatSize]`; only rows of environments that ended in this step are meaningful. */
  readonly finalObservations: Float32Array;
  readonly infos: readonly Info[];
  /** Only those of environments that ended in this step are meaningful. */
  readonly finalInfos: readonly Info[];
}

/** Several environments that step as one, into arrays that stay the same. */
export interface VectorEnv {
  readonly id: string;
  readonly numEnvs: number;
  /** The spaces of a single environment. */
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly rewardThreshold?: number | undefined;
  readonly maxEpisodeSteps?: number | undefined;
  /** `same-step` where it is left out. */
  readonly autoreset?: AutoresetMode | undefined;
  /** Of each environment, from the last reset or step: the same list as in `VectorStep`. Left out where there are none. */
  readonly infos?: readonly Info[] | undefined;
  /**
   * Gives `[numEnvs, flatSize]`, the array that `step` writes to as well. Throws `envs/invalid-reset-options` for a mask of
   * another length.
   */
  reset(options?: VectorResetOptions): Float32Array;
  /** Throws `envs/invalid-action`, and `envs/reset-needed` before the first reset. */
  step(actions: ActionBatch): VectorStep;
  /** All that the next step depends on, as JSON. */
  snapshot(): EnvSnapshot;
  /** Goes on where the vector that gave `snapshot` stood; the last observations are the caller's to keep. Throws `envs/invalid-snapshot`. */
  restore(snapshot: EnvSnapshot): void;
  close(): void;
}
