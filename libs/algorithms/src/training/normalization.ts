import {
  normalizeRows,
  NormalizeVector,
  RunningStatistics,
  type NormalizationStatistics,
  type VectorEnv,
  type VectorStep,
} from '@cartwheel/envs';
import type { ObservationScale } from '../policy/trained-policy.ts';

export interface NormalizationSettings {
  normalizeObservation: boolean;
  normalizeReward: boolean;
  /** Of the return by whose deviation rewards are divided. */
  gamma: number;
}

/** Normalised observations and rewards are clipped to ± this, as in Stable-Baselines3. */
const CLIP = 10;

/** Added to a variance before its root is taken, as in Stable-Baselines3. */
const EPSILON = 1e-8;

/**
 * Running statistics of what a learner sees and earns, which scale both while it learns: Stable-Baselines3's VecNormalize,
 * RL-Zoo's `normalize`. Who acts without learning sees observations through the same statistics, and they stay as they are.
 */
export class Normalization {
  readonly #settings: NormalizationSettings;
  readonly #observations: RunningStatistics;
  readonly #returns = new RunningStatistics(1);

  constructor(observationSize: number, settings: NormalizationSettings) {
    this.#settings = settings;
    this.#observations = new RunningStatistics(observationSize);
  }

  /** `env` as the learner sees it. */
  wrap(env: VectorEnv): NormalizeVector {
    const { normalizeObservation: observations, normalizeReward: rewards, gamma } = this.#settings;
    const statistics = { observations: this.#observations, returns: this.#returns };
    const limits = { clipObservation: CLIP, clipReward: CLIP, epsilon: EPSILON };
    return new NormalizeVector(env, { observations, rewards, gamma, statistics, ...limits });
  }

  /** Rows as the policy sees them. */
  normalize(rows: Float32Array, target: Float32Array): void {
    const limits = { clipObservation: CLIP, epsilon: EPSILON };
    if (this.#settings.normalizeObservation) normalizeRows(this.#observations, rows, target, limits);
    else target.set(rows);
  }

  get statistics(): NormalizationStatistics {
    return { observations: this.#observations.snapshot(), returns: this.#returns.snapshot() };
  }

  /** Gives whether `statistics` are such that another one of this form gave. */
  restore(statistics: Partial<NormalizationStatistics> = {}): boolean {
    return this.#observations.restore(statistics.observations) && this.#returns.restore(statistics.returns);
  }

  /** For who has the policy alone; nothing where observations are left as they are. */
  get scale(): ObservationScale | undefined {
    if (!this.#settings.normalizeObservation) return undefined;
    const { mean, variance } = this.#observations;
    return {
      mean: Float32Array.from(mean),
      deviation: Float32Array.from(variance, (value) => Math.sqrt(value + EPSILON)),
      clip: CLIP,
    };
  }
}

/** None where there is nothing to normalise. */
export function createNormalization(
  observationSize: number,
  settings: NormalizationSettings,
): Normalization | undefined {
  const { normalizeObservation, normalizeReward } = settings;
  return normalizeObservation || normalizeReward ? new Normalization(observationSize, settings) : undefined;
}

/** A step as the environments themselves gave it: what an episode's return is a sum of. */
export function originalStep(env: VectorEnv, step: VectorStep): VectorStep {
  return env instanceof NormalizeVector ? (env.original ?? step) : step;
}
