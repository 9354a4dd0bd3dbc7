import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import type { ActingPolicy, PolicyInsight } from '../../training/acting-policy.ts';
import type { ActionScale } from './action-scale.ts';
import type { Actor } from './actor.ts';
import type { Critics } from './critics.ts';

/** An actor's actions as the environment takes them. */
export class ContinuousPolicy implements ActingPolicy {
  readonly observationSize: number;
  readonly #actor: Actor;
  readonly #scale: ActionScale;
  readonly #critics: Pick<Critics, 'value'> | undefined;
  #scaled = new Float32Array(0);

  /** With `critics`, it can say what it expects. */
  constructor(actor: Actor, scale: ActionScale, critics?: Pick<Critics, 'value'>) {
    this.observationSize = actor.observationSize;
    this.#actor = actor;
    this.#scale = scale;
    this.#critics = critics;
  }

  createActions(rows: number): Float32Array {
    return new Float32Array(rows * this.#actor.actionSize);
  }

  act(observations: Float32Array, actions: ActionBatch, random?: Generator): void {
    if (this.#scaled.length !== actions.length) this.#scaled = new Float32Array(actions.length);
    this.#actor.act(observations, observations.length / this.observationSize, this.#scaled, random);
    this.#scale.unscale(this.#scaled, actions);
  }

  inspect(observation: Float32Array): PolicyInsight {
    if (this.#critics === undefined) return {};
    const best = new Float32Array(this.#actor.actionSize);
    this.#actor.act(observation, 1, best);
    return { value: this.#critics.value(observation, best) };
  }
}
