import { isEnvSnapshot, type Env, type EnvSnapshot, type StepResult } from '../env.ts';
import type { StepOutcome } from '../in-place-env.ts';
import { invalidSnapshot } from '../invalid-snapshot.ts';
import {
  DEFAULT_EPSILON,
  DEFAULT_GAMMA,
  requireEpsilon,
  requireGamma,
} from '../normalization/normalization-options.ts';
import { RunningStatistics } from '../normalization/running-statistics.ts';
import type { Action, Observation } from '../spaces/space.ts';
import { Wrapper } from './wrapper.ts';

/** What `NormalizeReward` takes. */
export interface NormalizeRewardOptions {
  /** The discount of the return whose variance is taken, from 0 to 1. Default 0.99. */
  gamma?: number;
  /** Default 1e-8. */
  epsilon?: number;
}

/**
 * Divides rewards by the standard deviation of the discounted return so far, as Gymnasium's wrapper of that name. For a
 * vector, `NormalizeVector` keeps one variance for all environments.
 */
export class NormalizeReward<O extends Observation = Observation, A extends Action = Action> extends Wrapper<O, A> {
  /** Whether each reward is taken into the variance; off where a policy is evaluated. */
  updates = true;
  readonly #statistics = new RunningStatistics(1);
  readonly #return = new Float64Array(1);
  readonly #gamma: number;
  readonly #epsilon: number;

  /** Throws `envs/invalid-normalization`. */
  constructor(env: Env<O, A>, { gamma = DEFAULT_GAMMA, epsilon = DEFAULT_EPSILON }: NormalizeRewardOptions = {}) {
    super(env);
    this.#gamma = requireGamma(gamma);
    this.#epsilon = requireEpsilon(epsilon);
  }

  override step(action: A): StepResult<O> {
    const [observation, reward, terminated, truncated, info] = super.step(action);
    return [observation, this.#normalize(reward, terminated), terminated, truncated, info];
  }

  override stepInto(action: A, target: Float32Array, offset: number): StepOutcome {
    const outcome = super.stepInto(action, target, offset);
    outcome.reward = this.#normalize(outcome.reward, outcome.terminated);
    return outcome;
  }

  override snapshot(): EnvSnapshot {
    const [discountedReturn] = this.#return;
    const statistics = this.#statistics.snapshot();
    return { statistics, return: discountedReturn, updates: this.updates, env: super.snapshot() };
  }

  override restore(snapshot: EnvSnapshot): void {
    const { statistics, return: discountedReturn, updates, env } = snapshot;
    const isKnown = isEnvSnapshot(env) && typeof updates === 'boolean' && typeof discountedReturn === 'number';
    if (!isKnown || !this.#statistics.restore(statistics)) {
      throw invalidSnapshot(`the normalised rewards of ${this.id}`, 'statistics, return, updates and env', snapshot);
    }
    super.restore(env);
    this.#return[0] = discountedReturn;
    this.updates = updates;
  }

  /** Gymnasium forgets the return before the last reward of a terminated episode, and goes on with it after a truncated one. */
  #normalize(reward: number, terminated: boolean): number {
    this.#return[0] = (terminated ? 0 : this.#return[0] * this.#gamma) + reward;
    if (this.updates) this.#statistics.update(this.#return, 1);
    return reward / Math.sqrt(this.#statistics.variance[0] + this.#epsilon);
  }
}
