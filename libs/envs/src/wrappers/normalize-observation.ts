import {
  isEnvSnapshot,
  type Env,
  type EnvSnapshot,
  type Info,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from '../env.ts';
import type { InPlaceEnv, StepOutcome } from '../in-place-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import { DEFAULT_EPSILON, requireEpsilon } from '../normalization/normalization-options.ts';
import { RunningStatistics } from '../normalization/running-statistics.ts';
import { Box } from '../spaces/box.ts';
import type { Action, Observation, Space } from '../spaces/space.ts';
import { DelegatingEnv } from './delegating-env.ts';

/** What `NormalizeObservation` takes. */
export interface NormalizeObservationOptions {
  /** Default 1e-8. */
  epsilon?: number;
}

/**
 * Centres observations on the mean of those so far and divides them by their standard deviation, as Gymnasium's wrapper of
 * that name. What is no Box is flattened. For a vector, `NormalizeVector` keeps one mean for all environments.
 */
export class NormalizeObservation<A extends Action = Action>
  extends DelegatingEnv<Float32Array, A, Observation, A>
  implements InPlaceEnv<Float32Array, A>
{
  readonly observationSpace: Box;
  /** Whether each observation is taken into the mean; off where a policy is evaluated. */
  updates = true;
  readonly #statistics: RunningStatistics;
  readonly #epsilon: number;

  /** Throws `envs/invalid-normalization`. */
  constructor(env: Env<Observation, A>, { epsilon = DEFAULT_EPSILON }: NormalizeObservationOptions = {}) {
    super(env);
    const { kind, shape, flatSize } = env.observationSpace;
    this.#epsilon = requireEpsilon(epsilon);
    this.#statistics = new RunningStatistics(flatSize);
    this.observationSpace = new Box({ shape: kind === 'box' ? shape : [flatSize], low: -Infinity, high: Infinity });
  }

  get actionSpace(): Space<A> {
    return this.env.actionSpace;
  }

  reset(options?: ResetOptions): ResetResult<Float32Array> {
    const observation = new Float32Array(this.observationSpace.flatSize);
    return [observation, this.resetInto(observation, 0, options)];
  }

  step(action: A): StepResult<Float32Array> {
    const observation = new Float32Array(this.observationSpace.flatSize);
    const { reward, terminated, truncated, info } = this.stepInto(action, observation, 0);
    return [observation, reward, terminated, truncated, info];
  }

  resetInto(target: Float32Array, offset: number, options?: ResetOptions): Info {
    const info = this.driver.resetInto(target, offset, options);
    this.#normalize(target, offset);
    return info;
  }

  stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    const outcome = this.driver.stepInto(action, target, offset);
    this.#normalize(target, offset);
    return outcome;
  }

  override snapshot(): EnvSnapshot {
    return { statistics: this.#statistics.snapshot(), updates: this.updates, env: super.snapshot() };
  }

  override restore(snapshot: EnvSnapshot): void {
    const { statistics, updates, env } = snapshot;
    if (!isEnvSnapshot(env) || typeof updates !== 'boolean' || !this.#statistics.restore(statistics)) {
      throw invalidSnapshot(`the normalised observations of ${this.id}`, 'statistics, updates and env', snapshot);
    }
    super.restore(env);
    this.updates = updates;
  }

  #normalize(target: Float32Array, offset: number): void {
    const { mean, variance } = this.#statistics;
    if (this.updates) this.#statistics.update(target.subarray(offset, offset + mean.length), 1);
    for (let i = 0; i < mean.length; i++) {
      target[offset + i] = (target[offset + i] - mean[i]) / Math.sqrt(variance[i] + this.#epsilon);
    }
  }
}
