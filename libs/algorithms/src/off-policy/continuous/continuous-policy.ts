import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import type { ActingPolicy } from '../../training/acting-policy.ts';
import type { ActionScale } from './action-scale.ts';
import type { Actor } from './actor.ts';

/** An actor's actions as the environment takes them. */
export class ContinuousPolicy implements ActingPolicy {
  readonly observationSize: number;
  readonly #actor: Actor;
  readonly #scale: ActionScale;
  #scaled = new Float32Array(0);

  constructor(actor: Actor, scale: ActionScale) {
    this.observationSize = actor.observationSize;
    this.#actor = actor;
    this.#scale = scale;
  }

  createActions(rows: number): Float32Array {
    return new Float32Array(rows * this.#actor.actionSize);
  }

  act(observations: Float32Array, actions: ActionBatch, random?: Generator): void {
    if (this.#scaled.length !== actions.length) this.#scaled = new Float32Array(actions.length);
    this.#actor.act(observations, observations.length / this.observationSize, this.#scaled, random);
    this.#scale.unscale(this.#scaled, actions);
  }
}
