import type { EnvSnapshot, Info } from '../env.ts';
import type { Space } from '../spaces/space.ts';

/**
 * Actions of a whole vector, row by row: Discrete `Int32Array[n]`, MultiDiscrete and MultiBinary `Int32Array[n·k]`, Box
 * `Float32Array[n·k]`. They are the elements of the space: those of a Discrete begin at its `start`.
 */
export type ActionBatch = Int32Array | Float32Array;

/**
 * What one step of all environments gave. The arrays are preallocated and written anew by each call: copy what you keep.
 *
 * With the SameStep autoreset that Stable-Baselines3 uses, `observations` and `infos` of an environment that ended are
 * already those of the new episode; `finalObservations` and `finalInfos` hold the last ones of the old.
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

export interface VectorEnv {
  readonly id: string;
  readonly numEnvs: number;
  /** The spaces of a single environment. */
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  readonly rewardThreshold?: number | undefined;
  readonly maxEpisodeSteps?: number | undefined;
  /**
   * Environment i is seeded with `seed + i`; without a seed each goes on with its generator. Gives `[numEnvs, flatSize]`,
   * the array that `step` writes to as well.
   */
  reset(options?: { seed?: number | undefined }): Float32Array;
  /** Throws `envs/invalid-action`, and `envs/reset-needed` before the first reset. */
  step(actions: ActionBatch): VectorStep;
  /** All that the next step depends on, as JSON. */
  snapshot(): EnvSnapshot;
  /** Goes on where the vector that gave `snapshot` stood; the last observations are the caller's to keep. Throws `envs/invalid-snapshot`. */
  restore(snapshot: EnvSnapshot): void;
  close(): void;
}
