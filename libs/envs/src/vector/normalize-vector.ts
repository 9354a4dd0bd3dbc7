import { isEnvSnapshot, type EnvSnapshot, type Info } from '../env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import { isNumberList } from '../is-number-list.ts';
import {
  DEFAULT_CLIP,
  DEFAULT_EPSILON,
  DEFAULT_GAMMA,
  requireEpsilon,
  requireGamma,
  requireSetting,
} from '../normalization/normalization-options.ts';
import { normalizeRows } from '../normalization/normalize-rows.ts';
import { RunningStatistics, type StatisticsSnapshot } from '../normalization/running-statistics.ts';
import { Box } from '../spaces/box.ts';
import type { Space } from '../spaces/space.ts';
import { createVectorArrays, type VectorArrays } from './vector-arrays.ts';
import type { ActionBatch, AutoresetMode, VectorEnv, VectorResetOptions, VectorStep } from './vector-env.ts';

/** What is normalised, and how. */
export interface NormalizeVectorOptions {
  /** Default true. */
  observations?: boolean;
  /** Default true. */
  rewards?: boolean;
  /** Normalised observations are clipped to ± this. Default 10. */
  clipObservation?: number;
  /** Normalised rewards are clipped to ± this. Default 10. */
  clipReward?: number;
  /** The discount of the return whose variance is taken: that of the learner. Default 0.99. */
  gamma?: number;
  /** Added to variances. Default 1e-8. */
  epsilon?: number;
  /** Whether what is seen is taken into the statistics. Default true. */
  training?: boolean;
  /** To learn into, for who normalises elsewhere with what is learned here. Default: those of a vector that saw nothing. */
  statistics?: { observations: RunningStatistics; returns: RunningStatistics };
}

/** JSON: what a policy that learned on normalised observations needs to be used again. Save it beside the weights. */
export interface NormalizationStatistics {
  readonly observations: StatisticsSnapshot;
  readonly returns: StatisticsSnapshot;
}

/**
 * A vector whose observations are centred on their running mean and divided by their standard deviation, and whose rewards
 * are divided by the standard deviation of the discounted return: Stable-Baselines3's VecNormalize, which RL-Zoo's presets
 * mean by `normalize`. One mean and one variance for all environments.
 *
 * To evaluate: a vector of its own, `training: false`, `rewards: false`, and `loadStatistics` of the one that learns.
 */
export class NormalizeVector implements VectorEnv {
  /** Whether what is seen is taken into the statistics; off for evaluation. */
  training: boolean;
  readonly observationSpace: Space;

  readonly #vector: VectorEnv;
  readonly #settings: Required<Settings>;
  readonly #observations: RunningStatistics;
  readonly #returnStatistics: RunningStatistics;
  readonly #returns: Float64Array;
  readonly #arrays: VectorArrays;
  #original: VectorStep | undefined;
  #step: VectorStep;

  /** Throws `envs/invalid-normalization`. */
  constructor(vector: VectorEnv, { training = true, statistics, ...options }: NormalizeVectorOptions = {}) {
    const { numEnvs, observationSpace } = vector;
    const { kind, shape, flatSize } = observationSpace;
    this.#vector = vector;
    this.#settings = settle(options);
    this.training = training;
    const bound = this.#settings.clipObservation;
    this.observationSpace = this.#settings.observations
      ? new Box({ shape: kind === 'box' ? shape : [flatSize], low: -bound, high: bound })
      : observationSpace;
    this.#observations = statistics?.observations ?? new RunningStatistics(flatSize);
    this.#returnStatistics = statistics?.returns ?? new RunningStatistics(1);
    this.#returns = new Float64Array(numEnvs);
    this.#arrays = createVectorArrays(numEnvs, flatSize);
    this.#step = { ...this.#arrays, infos: [], finalInfos: [] };
  }

  get id(): string {
    return this.#vector.id;
  }

  get numEnvs(): number {
    return this.#vector.numEnvs;
  }

  get actionSpace(): Space {
    return this.#vector.actionSpace;
  }

  get rewardThreshold(): number | undefined {
    return this.#vector.rewardThreshold;
  }

  get maxEpisodeSteps(): number | undefined {
    return this.#vector.maxEpisodeSteps;
  }

  get autoreset(): AutoresetMode | undefined {
    return this.#vector.autoreset;
  }

  get infos(): readonly Info[] | undefined {
    return this.#vector.infos;
  }

  /** The last step as the environments gave it: what a replay buffer keeps, and what an episode's return is a sum of. */
  get original(): VectorStep | undefined {
    return this.#original;
  }

  get statistics(): NormalizationStatistics {
    return { observations: this.#observations.snapshot(), returns: this.#returnStatistics.snapshot() };
  }

  /** Throws `envs/invalid-snapshot`. */
  loadStatistics({ observations, returns }: NormalizationStatistics): void {
    if (this.#observations.restore(observations) && this.#returnStatistics.restore(returns)) return;
    throw invalidSnapshot(`the normalisation of ${this.id}`, 'statistics of observations and returns', {
      observations,
    });
  }

  reset(options: VectorResetOptions = {}): Float32Array {
    const raw = this.#vector.reset(options);
    const { mask } = options;
    for (let i = 0; i < this.numEnvs; i++) if (mask?.[i] !== 0) this.#returns[i] = 0;
    this.#learnObservations(raw);
    this.normalizeObservations(raw, this.#arrays.observations);
    return this.#arrays.observations;
  }

  step(actions: ActionBatch): VectorStep {
    const raw = this.#vector.step(actions);
    if (this.#original !== raw) this.#step = { ...this.#arrays, infos: raw.infos, finalInfos: raw.finalInfos };
    this.#original = raw;
    this.#learnObservations(raw.observations);
    this.normalizeObservations(raw.observations, this.#arrays.observations);
    this.#normalizeFinal(raw);
    this.#arrays.terminated.set(raw.terminated);
    this.#arrays.truncated.set(raw.truncated);
    this.#learnReturns(raw);
    this.#normalizeRewards(raw.rewards);
    return this.#step;
  }

  /** Rows of observations as the policy sees them, without learning from them; in place where `target` is `source`. */
  normalizeObservations(source: Float32Array, target: Float32Array): void {
    if (this.#settings.observations) normalizeRows(this.#observations, source, target, this.#settings);
    else target.set(source);
  }

  /** Only of environments that ended: the other rows mean nothing. */
  #normalizeFinal({ finalObservations, terminated, truncated }: VectorStep): void {
    const size = this.observationSpace.flatSize;
    for (let i = 0; i < this.numEnvs; i++) {
      if (terminated[i] === 0 && truncated[i] === 0) continue;
      const row = finalObservations.subarray(i * size, (i + 1) * size);
      this.normalizeObservations(row, this.#arrays.finalObservations.subarray(i * size, (i + 1) * size));
    }
  }

  snapshot(): EnvSnapshot {
    const { training, statistics } = this;
    return { training, statistics, returns: [...this.#returns], vector: this.#vector.snapshot() };
  }

  restore(snapshot: EnvSnapshot): void {
    const { training, statistics, returns, vector } = snapshot;
    const isKnown = typeof training === 'boolean' && isStatistics(statistics) && isNumberList(returns, this.numEnvs);
    if (!isKnown || !isEnvSnapshot(vector)) {
      const expected = 'training, statistics, returns and vector';
      throw invalidSnapshot(`a normalised vector of ${this.numEnvs} ${this.id}`, expected, snapshot);
    }
    this.#vector.restore(vector);
    this.loadStatistics(statistics);
    this.#returns.set(returns);
    this.training = training;
  }

  close(): void {
    this.#vector.close();
  }

  #learnObservations(rows: Float32Array): void {
    if (this.training && this.#settings.observations) this.#observations.update(rows, this.numEnvs);
  }

  #learnReturns({ rewards, terminated, truncated }: VectorStep): void {
    const { gamma } = this.#settings;
    for (let i = 0; i < this.numEnvs; i++) this.#returns[i] = this.#returns[i] * gamma + rewards[i];
    if (this.training) this.#returnStatistics.update(this.#returns, this.numEnvs);
    for (let i = 0; i < this.numEnvs; i++) if (terminated[i] === 1 || truncated[i] === 1) this.#returns[i] = 0;
  }

  #normalizeRewards(raw: Float64Array): void {
    const { rewards, clipReward, epsilon } = this.#settings;
    if (!rewards) return this.#arrays.rewards.set(raw);
    const deviation = Math.sqrt(this.#returnStatistics.variance[0] + epsilon);
    for (let i = 0; i < raw.length; i++) {
      this.#arrays.rewards[i] = Math.min(Math.max(raw[i] / deviation, -clipReward), clipReward);
    }
  }
}

type Settings = Omit<NormalizeVectorOptions, 'training' | 'statistics'>;

function settle(options: Settings): Required<Settings> {
  const { observations = true, rewards = true, clipObservation = DEFAULT_CLIP, clipReward = DEFAULT_CLIP } = options;
  requireSetting(clipObservation > 0, 'clipObservation', 'above 0', clipObservation);
  requireSetting(clipReward > 0, 'clipReward', 'above 0', clipReward);
  const gamma = requireGamma(options.gamma ?? DEFAULT_GAMMA);
  const epsilon = requireEpsilon(options.epsilon ?? DEFAULT_EPSILON);
  return { observations, rewards, clipObservation, clipReward, gamma, epsilon };
}

function isStatistics(value: unknown): value is NormalizationStatistics {
  return typeof value === 'object' && value !== null && 'observations' in value && 'returns' in value;
}
