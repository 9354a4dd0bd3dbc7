import type { ActionBatch } from '@cartwheel/envs';
import type { Activation, Defer, Engine, Network, Pieces, Trainable } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Distribution } from '../distributions/distribution.ts';
import { maskLogits } from '../environment/action-masks.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import type { ActingPolicy, PolicyInsight } from '../training/acting-policy.ts';
import { ActorCriticPasses } from './actor-critic-passes.ts';

export interface ActorCriticSpec {
  observationSize: number;
  /** What observations go through first, if anything. */
  features?: Network | undefined;
  distribution: Distribution;
  /** Sizes of the hidden layers that actor and critic share; empty for none. */
  sharedTrunk: readonly number[];
  /** Sizes of the hidden layers of each of the two, above the trunk. */
  netArch: readonly number[];
  activation: Activation;
  /** Whether weights start orthogonal; as PyTorch's `Linear` otherwise. */
  orthoInit: boolean;
}

/** What a batch of observations gives: views that stay valid until the next pass. */
export interface Outputs {
  /** Of the distribution, `[rows, parameterSize]`; what is not allowed is masked. */
  parameters: Float32Array;
  /** V, `[rows]`. */
  values: Float32Array;
}

/** Gains of the orthogonal initialisation in Stable-Baselines3: a policy that starts close to uniform, a value of scale 1. */
const HIDDEN_GAIN = Math.SQRT2;
const ACTOR_GAIN = 0.01;
const CRITIC_GAIN = 1;

/** A policy π(a|s) and a value V(s): two networks that share nothing, or a trunk. */
export class ActorCritic implements ActingPolicy {
  /** The hidden layers of the actor where noise depends on what they give. */
  readonly actorBody: Network | undefined;
  readonly actor: Network;
  readonly critic: Network;
  /** What observations go through first, if anything; both share it. */
  readonly features: Network | undefined;
  /** The layers that both share, if they do. */
  readonly trunk: Network | undefined;
  readonly distribution: Distribution;
  readonly observationSize: number;
  readonly #passes: ActorCriticPasses;
  readonly #outputs: Outputs = { parameters: new Float32Array(0), values: new Float32Array(0) };
  #logProbabilities = new Float32Array(0);

  /** `defer` as of `Engine.createMlp`. */
  constructor(engine: Engine, spec: ActorCriticSpec, random: Generator, defer?: Defer) {
    const { observationSize, features, distribution, sharedTrunk, netArch, activation, orthoInit } = spec;
    const featureSize = features?.outputSize ?? observationSize;
    const initialization = orthoInit ? 'orthogonal' : 'uniform';
    const form = { activation, initialization, hiddenGain: HIDDEN_GAIN } as const;
    this.observationSize = observationSize;
    this.features = features;
    this.distribution = distribution;
    const trunkSize = sharedTrunk.at(-1);
    if (trunkSize !== undefined) {
      const hidden = { inputSize: featureSize, hiddenSizes: sharedTrunk.slice(0, -1), outputSize: trunkSize };
      const trunk = { ...form, ...hidden, outputActivation: activation, outputGain: HIDDEN_GAIN };
      this.trunk = engine.createMlp(trunk, random, defer);
    }
    const body = { ...form, inputSize: trunkSize ?? featureSize, hiddenSizes: netArch };
    const bodySize = distribution.exploration === undefined ? undefined : netArch.at(-1);
    if (bodySize !== undefined) {
      const hidden = { ...body, hiddenSizes: netArch.slice(0, -1), outputSize: bodySize };
      const actorBody = { ...hidden, outputActivation: activation, outputGain: HIDDEN_GAIN };
      this.actorBody = engine.createMlp(actorBody, random, defer);
    }
    const head = bodySize === undefined ? body : { ...body, inputSize: bodySize, hiddenSizes: [] };
    const actor = { ...head, outputSize: distribution.parameterSize, outputGain: ACTOR_GAIN };
    this.actor = engine.createMlp(actor, random, defer);
    this.critic = engine.createMlp({ ...body, outputSize: 1, outputGain: CRITIC_GAIN }, random, defer);
    this.#passes = new ActorCriticPasses(this);
  }

  /** All that is trained, by name, in the order of the weights' hash and of the optimiser. */
  get trained(): NamedTrainables {
    const { trunk, actorBody, actor, critic } = this;
    const features: Record<string, Trainable> = this.#learned === undefined ? {} : { features: this.#learned };
    const shared: Record<string, Trainable> = trunk === undefined ? features : { ...features, trunk };
    const body: Record<string, Trainable> = actorBody === undefined ? {} : { actorBody };
    return { ...shared, ...body, actor, critic, ...this.distribution.trained };
  }

  /** π and V of each row of `observations`. `masks` is `[rows, parameterSize]`. */
  forward(observations: Float32Array, masks?: Uint8Array): Outputs {
    const rows = observations.length / this.observationSize;
    const inputs = this.#sharedForward(observations, rows);
    this.#outputs.parameters = this.#actorForward(inputs, rows);
    this.#outputs.values = this.critic.forward(inputs, rows);
    if (masks !== undefined) maskLogits(this.#outputs.parameters, masks);
    return this.#outputs;
  }

  /** As `forward`, to learn from: it may act between this and `backward`. */
  *forwardInPieces(observations: Float32Array, masks?: Uint8Array): Pieces<Outputs> {
    const outputs = yield* this.#passes.forward(observations, observations.length / this.observationSize);
    if (masks !== undefined) maskLogits(outputs.parameters, masks);
    return outputs;
  }

  /** From dL/dparameters and dL/dV of the batch of the last `forwardInPieces`; the distribution leaves its own gradients. */
  backward(actorGradient: Float32Array, criticGradient: Float32Array): Pieces<void> {
    return this.#passes.backward(actorGradient, criticGradient);
  }

  act(observations: Float32Array, actions: ActionBatch, random?: Generator, masks?: Uint8Array): void {
    const rows = observations.length / this.observationSize;
    const parameters = this.#actorForward(this.#sharedForward(observations, rows), rows);
    if (masks !== undefined) maskLogits(parameters, masks);
    if (random === undefined) this.distribution.mode(parameters, rows, actions);
    else this.distribution.sample(parameters, rows, random, actions, this.#logProbabilitiesOf(rows));
    const bounded = this.distribution.bound(actions);
    if (bounded !== actions) actions.set(bounded);
  }

  inspect(observation: Float32Array): PolicyInsight {
    const { parameters, values } = this.forward(observation);
    const probabilities = this.distribution.probabilities?.(parameters);
    return { value: values[0], ...(probabilities === undefined ? {} : { probabilities }) };
  }

  createActions(rows: number): ActionBatch {
    return this.distribution.createActions(rows);
  }

  /** V of each row. A view that stays valid until the critic's next pass. */
  values(observations: Float32Array): Float32Array {
    const rows = observations.length / this.observationSize;
    return this.critic.forward(this.#sharedForward(observations, rows), rows);
  }

  #sharedForward(observations: Float32Array, rows: number): Float32Array {
    const features = this.features?.forward(observations, rows) ?? observations;
    return this.trunk?.forward(features, rows) ?? features;
  }

  #actorForward(inputs: Float32Array, rows: number): Float32Array {
    const features = this.actorBody?.forward(inputs, rows) ?? inputs;
    this.distribution.exploration?.setFeatures(features);
    return this.actor.forward(features, rows);
  }

  /** The features, where they have weights. */
  get #learned(): Network | undefined {
    return this.features !== undefined && this.features.parameterCount > 0 ? this.features : undefined;
  }

  /** Room that `act` needs. */
  #logProbabilitiesOf(rows: number): Float32Array {
    if (this.#logProbabilities.length < rows) this.#logProbabilities = new Float32Array(rows);
    return this.#logProbabilities;
  }
}
