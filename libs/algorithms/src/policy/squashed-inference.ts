import type { Box } from '@cartwheel/envs';
import type { Network } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import { SquashedGaussian } from '../distributions/squashed-gaussian.ts';
import { ActionScale } from '../off-policy/continuous/action-scale.ts';
import type { Actor } from '../off-policy/continuous/actor.ts';
import { ContinuousPolicy } from '../off-policy/continuous/continuous-policy.ts';
import type { ActingPolicy } from '../training/acting-policy.ts';

/** A policy whose actions tanh squashes into the bounds of `space`; `draws`: the network gives log standard deviations too. */
export function createSquashedPolicy(
  network: Network,
  space: Box,
  { draws, meanBound = Infinity }: { draws: boolean; meanBound?: number | undefined },
): ActingPolicy {
  const actor = draws ? new DrawingActor(network, space.flatSize) : new PlainActor(network, space.flatSize, meanBound);
  return new ContinuousPolicy(actor, new ActionScale(space));
}

class PlainActor implements Actor {
  readonly observationSize: number;
  readonly actionSize: number;
  readonly #network: Network;
  readonly #meanBound: number;

  constructor(network: Network, actionSize: number, meanBound: number) {
    this.observationSize = network.inputSize;
    this.actionSize = actionSize;
    this.#network = network;
    this.#meanBound = meanBound;
  }

  act(observations: Float32Array, rows: number, actions: Float32Array): void {
    const outputs = this.#network.forward(observations, rows);
    const bound = this.#meanBound;
    for (let i = 0; i < actions.length; i++) actions[i] = Math.tanh(Math.min(Math.max(outputs[i], -bound), bound));
  }
}

class DrawingActor implements Actor {
  readonly observationSize: number;
  readonly actionSize: number;
  readonly #network: Network;
  readonly #distribution: SquashedGaussian;
  readonly #logProbabilities = new Float32Array(1);

  constructor(network: Network, actionSize: number) {
    this.observationSize = network.inputSize;
    this.actionSize = actionSize;
    this.#network = network;
    this.#distribution = new SquashedGaussian(actionSize, 1);
  }

  act(observations: Float32Array, rows: number, actions: Float32Array, random?: Generator): void {
    const outputs = this.#network.forward(observations, rows);
    if (random === undefined) this.#distribution.mode(outputs, rows, actions);
    else this.#distribution.sample(outputs, rows, random, actions, this.#logProbabilities);
  }
}
