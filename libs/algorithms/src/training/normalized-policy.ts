import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import type { ActingPolicy, PolicyInsight } from './acting-policy.ts';

export interface ObservationNormalizer {
  /** Writes rows as the policy sees them. */
  normalize(rows: Float32Array, target: Float32Array): void;
}

/** A policy that learned on normalised observations, for who gives it those of the environment. */
export class NormalizedPolicy implements ActingPolicy {
  readonly #policy: ActingPolicy;
  readonly #normalization: ObservationNormalizer;
  #rows = new Float32Array(0);

  constructor(policy: ActingPolicy, normalization: ObservationNormalizer) {
    this.#policy = policy;
    this.#normalization = normalization;
  }

  get observationSize(): number {
    return this.#policy.observationSize;
  }

  createActions(rows: number): ActionBatch {
    return this.#policy.createActions(rows);
  }

  act(observations: Float32Array, actions: ActionBatch, random?: Generator, masks?: Uint8Array): void {
    this.#policy.act(this.#normalize(observations), actions, random, masks);
  }

  inspect(observation: Float32Array): PolicyInsight {
    return this.#policy.inspect?.(this.#normalize(observation)) ?? {};
  }

  #normalize(observations: Float32Array): Float32Array {
    if (this.#rows.length !== observations.length) this.#rows = new Float32Array(observations.length);
    this.#normalization.normalize(observations, this.#rows);
    return this.#rows;
  }
}
