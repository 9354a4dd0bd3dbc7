import {
  passesOf,
  type Activation,
  type Defer,
  type Engine,
  type Network,
  type Pieces,
  type PiecewisePasses,
} from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { NamedTrainables } from '../model-folder/weights.ts';
import type { Actor } from '../off-policy/continuous/actor.ts';

export interface DeterministicActorSpec {
  observationSize: number;
  actionSize: number;
  netArch: readonly number[];
  activation: Activation;
}

/** μ(s) of TD3 and DDPG: a network whose output tanh squashes. */
export class DeterministicActor implements Actor {
  readonly observationSize: number;
  readonly actionSize: number;
  readonly network: Network;
  readonly trained: NamedTrainables;
  readonly #passes: PiecewisePasses;

  /** `defer` as of `Engine.createMlp`. */
  constructor(engine: Engine, spec: DeterministicActorSpec, random: Generator, defer?: Defer) {
    const { observationSize, actionSize, netArch: hiddenSizes, activation } = spec;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    const form = { inputSize: observationSize, hiddenSizes, outputSize: actionSize, activation } as const;
    const squashed = { ...form, outputActivation: 'tanh', initialization: 'uniform' } as const;
    this.network = engine.createMlp(squashed, random, defer);
    this.trained = { actor: this.network };
    [this.#passes] = passesOf(this.network);
  }

  act(observations: Float32Array, rows: number, actions: Float32Array): void {
    actions.set(this.network.forward(observations, rows));
  }

  /** Writes the actions of a batch to learn from. `act` may come between this and `backward`. */
  *actInPieces(observations: Float32Array, rows: number, actions: Float32Array): Pieces<void> {
    actions.set(yield* this.#passes.forward(observations, rows));
  }

  /** Leaves the gradients of the parameters for the last `actInPieces`, from dL/dactions. */
  backward(actionGradient: Float32Array): Pieces<void> {
    return this.#passes.backwardToParameters(actionGradient);
  }
}
