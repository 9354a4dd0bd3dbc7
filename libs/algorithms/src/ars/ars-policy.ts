import { Box, type ActionBatch, type Space } from '@cartwheel/envs';
import type { Engine, Network } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import { createDistribution } from '../distributions/create-distribution.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { maskLogits } from '../environment/action-masks.ts';
import { ActionScale, requireBoundedBox } from '../off-policy/continuous/action-scale.ts';
import type { ActingPolicy } from '../training/acting-policy.ts';
import type { ArsHyperparameters } from './hyperparameters.ts';

interface ArsPolicyOptions {
  engine: Engine;
  observationSize: number;
  actionSpace: Space;
  hyperparameters: Pick<ArsHyperparameters, 'netArch' | 'activation' | 'withBias' | 'squashOutput' | 'zeroPolicy'>;
  /** Of the weights at the start. */
  random: Generator;
}

/** A policy without chance: what its network gives is the action, or the largest of it says which. */
export class ArsPolicy implements ActingPolicy {
  readonly network: Network;
  readonly observationSize: number;
  /** The places of what is searched among the network's parameters: all, or the weights without the biases. */
  readonly free: Int32Array;
  readonly #distribution: Distribution;
  /** Where tanh brings actions within bounds. */
  readonly #scale: ActionScale | undefined;

  constructor({ engine, observationSize, actionSpace, hyperparameters, random }: ArsPolicyOptions) {
    const { netArch: hiddenSizes, activation, withBias, squashOutput, zeroPolicy } = hyperparameters;
    // Nothing is drawn from it: it gives the best action, and its form.
    this.#distribution = createDistribution(actionSpace, { algorithm: 'ars', capacity: 1, engine, logStdInit: 0 });
    const form = { inputSize: observationSize, hiddenSizes, outputSize: this.#distribution.parameterSize, activation };
    this.observationSize = observationSize;
    this.network = engine.createMlp({ ...form, initialization: 'uniform' }, random);
    this.free = freePlaces(this.network, withBias);
    const isSquashed = actionSpace instanceof Box && squashOutput;
    this.#scale = isSquashed ? new ActionScale(requireBoundedBox('ars', actionSpace)) : undefined;
    const start = this.network.readParameters();
    const parameters = new Float32Array(start.length);
    if (!zeroPolicy) for (const place of this.free) parameters[place] = start[place];
    this.network.writeParameters(parameters);
  }

  createActions(rows: number): ActionBatch {
    return this.#distribution.createActions(rows);
  }

  act(observations: Float32Array, actions: ActionBatch, _random?: Generator, masks?: Uint8Array): void {
    const rows = observations.length / this.observationSize;
    const outputs = this.network.forward(observations, rows);
    if (masks !== undefined) maskLogits(outputs, masks);
    this.#distribution.mode(outputs, rows, actions);
    if (this.#scale !== undefined) {
      for (let i = 0; i < actions.length; i++) actions[i] = Math.tanh(actions[i]);
      return this.#scale.unscale(actions, actions);
    }
    const bounded = this.#distribution.bound(actions);
    if (bounded !== actions) actions.set(bounded);
  }
}

function freePlaces({ tensors, parameterCount }: Network, withBias: boolean): Int32Array {
  const places: number[] = [];
  let offset = 0;
  for (const { shape } of tensors) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (withBias || shape.length === 2) for (let i = 0; i < size; i++) places.push(offset + i);
    offset += size;
  }
  if (offset !== parameterCount) throw new RangeError('The tensors of a network are not all of its parameters.');
  return Int32Array.from(places);
}
