import type { ActionBatch } from '@cartwheel/envs';
import type { Activation, Engine, Network } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Distribution } from '../distributions/distribution.ts';

export interface ActorCriticSpec {
  observationSize: number;
  distribution: Distribution;
  /** Sizes of the hidden layers of both networks. */
  netArch: readonly number[];
  activation: Activation;
}

/** Gains of the orthogonal initialisation in Stable-Baselines3: a policy that starts close to uniform, a value of scale 1. */
const HIDDEN_GAIN = Math.SQRT2;
const ACTOR_GAIN = 0.01;
const CRITIC_GAIN = 1;

/** A policy π(a|s) and a value V(s), two networks that share nothing. */
export class ActorCritic {
  readonly actor: Network;
  readonly critic: Network;
  readonly distribution: Distribution;
  readonly observationSize: number;

  constructor(engine: Engine, spec: ActorCriticSpec, random: Generator) {
    const { observationSize, distribution, netArch, activation } = spec;
    const body = { inputSize: observationSize, hiddenSizes: netArch, activation, hiddenGain: HIDDEN_GAIN };
    this.observationSize = observationSize;
    this.distribution = distribution;
    const actor = { ...body, outputSize: distribution.parameterSize, outputGain: ACTOR_GAIN };
    this.actor = engine.createMlp(actor, random);
    this.critic = engine.createMlp({ ...body, outputSize: 1, outputGain: CRITIC_GAIN }, random);
  }

  /** In the order of the weights' hash and of the optimiser. */
  get networks(): readonly Network[] {
    return [this.actor, this.critic];
  }

  /** Draws an action for each row of `observations`. */
  sample(observations: Float32Array, random: Generator, actions: ActionBatch, logProbabilities: Float32Array): void {
    const rows = observations.length / this.observationSize;
    const parameters = this.actor.forward(observations, rows);
    this.distribution.sample(parameters, rows, random, actions, logProbabilities);
  }

  /** The most probable action for each row of `observations`. */
  mode(observations: Float32Array, actions: ActionBatch): void {
    const rows = observations.length / this.observationSize;
    this.distribution.mode(this.actor.forward(observations, rows), rows, actions);
  }

  /** V of each row. A view that stays valid until the critic's next pass. */
  values(observations: Float32Array): Float32Array {
    return this.critic.forward(observations, observations.length / this.observationSize);
  }
}
