import type { ActionBatch } from '@cartwheel/envs';
import type { PartState, StateArray, Stateful } from '../checkpoint/learner-state.ts';
import { flagOf, numberOf, partState, writeArrays, wrongState } from '../checkpoint/part-state.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { estimateAdvantages } from './advantages.ts';

export interface RolloutShape {
  /** Steps of the whole vector. */
  steps: number;
  envs: number;
  observationSize: number;
}

/** What `envs` environments went through in `steps` steps, row-major by step, and what is computed from it. */
export class RolloutBuffer implements Stateful {
  readonly steps: number;
  readonly envs: number;
  /** Rows: steps × envs. */
  readonly size: number;
  readonly observationSize: number;
  readonly actionSize: number;
  readonly observations: Float32Array;
  readonly actions: ActionBatch;
  readonly rewards: Float32Array;
  readonly episodeStarts: Uint8Array;
  readonly values: Float32Array;
  readonly logProbabilities: Float32Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
  readonly #maskSize: number;
  /** How many steps of the rollout in hand it holds: what a checkpoint keeps of it. */
  filled = 0;
  #actionMasks: Uint8Array | undefined;

  constructor(shape: RolloutShape, distribution: Pick<Distribution, 'actionSize' | 'parameterSize' | 'createActions'>) {
    const { steps, envs, observationSize } = shape;
    const size = steps * envs;
    this.steps = steps;
    this.envs = envs;
    this.size = size;
    this.observationSize = observationSize;
    this.actionSize = distribution.actionSize;
    this.#maskSize = distribution.parameterSize;
    this.observations = new Float32Array(size * observationSize);
    this.actions = distribution.createActions(size);
    this.rewards = new Float32Array(size);
    this.episodeStarts = new Uint8Array(size);
    this.values = new Float32Array(size);
    this.logProbabilities = new Float32Array(size);
    this.advantages = new Float32Array(size);
    this.returns = new Float32Array(size);
  }

  /** Keeps the decision of each environment in `step`. */
  storeDecision(step: number, decision: Decision): void {
    const row = step * this.envs;
    this.observations.set(decision.observations, row * this.observationSize);
    this.actions.set(decision.actions, row * this.actionSize);
    this.episodeStarts.set(decision.episodeStarts, row);
    this.values.set(decision.values, row);
    this.logProbabilities.set(decision.logProbabilities, row);
    if (decision.actionMasks !== undefined) this.#keepMasks(row, decision.actionMasks);
  }

  /** `[size, parameterSize]`: 1 where an action was allowed; absent where no environment ever gave a mask. */
  get actionMasks(): Uint8Array | undefined {
    return this.#actionMasks;
  }

  /** Fills `advantages` and `returns`. `lastDones`: 1 where the last step ended an episode. */
  estimateAdvantages(end: { lastValues: Float32Array; lastDones: Uint8Array; gamma: number; gaeLambda: number }): void {
    const { steps, envs, rewards, values, episodeStarts } = this;
    estimateAdvantages({ steps, envs, rewards, values, episodeStarts, ...end }, this.advantages, this.returns);
  }

  readState(): PartState {
    return partState(this.#filledArrays(), { filled: this.filled, hasMasks: this.#actionMasks !== undefined });
  }

  writeState(state: PartState): void {
    const filled = numberOf(state, 'filled');
    if (!(filled >= 0 && filled <= this.steps)) throw wrongState('filled', `at most ${this.steps}`, String(filled));
    this.filled = filled;
    if (flagOf(state, 'hasMasks')) this.#createMasks();
    writeArrays(state, this.#filledArrays());
  }

  /** The rows of the steps so far; of a whole rollout also what was computed from it. */
  #filledArrays(): Record<string, StateArray> {
    const { observations, actions, rewards, episodeStarts, values, logProbabilities, advantages, returns } = this;
    const rows = { observations, actions, rewards, episodeStarts, values, logProbabilities, advantages, returns };
    const masks = this.#actionMasks === undefined ? {} : { actionMasks: this.#actionMasks };
    const share = this.filled / this.steps;
    const cut = ([name, array]: [string, StateArray]): [string, StateArray] => [
      name,
      array.subarray(0, array.length * share),
    ];
    return Object.fromEntries(Object.entries({ ...rows, ...masks }).map(cut));
  }

  #keepMasks(row: number, masks: Uint8Array): void {
    this.#createMasks().set(masks, row * this.#maskSize);
  }

  #createMasks(): Uint8Array {
    return (this.#actionMasks ??= new Uint8Array(this.size * this.#maskSize).fill(1));
  }
}

/** What the policy saw and did in one step of the vector: one row an environment. */
export interface Decision {
  readonly observations: Float32Array;
  readonly actions: ActionBatch;
  readonly episodeStarts: Uint8Array;
  readonly values: Float32Array;
  readonly logProbabilities: Float32Array;
  /** `[envs, parameterSize]`, where actions are masked. */
  actionMasks?: Uint8Array | undefined;
}
