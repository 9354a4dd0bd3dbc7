import type { ActionBatch } from '@cartwheel/envs';
import { createActions, type ActionForm, type Transition } from './replay-buffer.ts';

/** A transition of one step, as it happened. */
export interface Step {
  observation: Float32Array;
  action: ActionBatch;
  reward: number;
  nextObservation: Float32Array;
  terminated: boolean;
  /** The episode was cut: the value of `nextObservation` counts. */
  truncated: boolean;
}

interface Waiting extends Transition {
  steps: number;
}

/**
 * Joins the steps of one environment into transitions over `n` steps: Σ γᵏ rₜ₊ₖ and the observation n steps later
 * (Sutton 1988; as in Rainbow, arXiv 1710.02298). At an episode's end those that wait are given as long as they are.
 */
export class NStepJoiner {
  readonly #n: number;
  readonly #gamma: number;
  readonly #pool: Waiting[];
  #waiting: Waiting[] = [];

  constructor(n: number, gamma: number, observationSize: number, form: ActionForm) {
    this.#n = n;
    this.#gamma = gamma;
    this.#pool = Array.from({ length: n }, () => ({
      observation: new Float32Array(observationSize),
      nextObservation: new Float32Array(observationSize),
      action: createActions(form, 1),
      reward: 0,
      discount: 1,
      steps: 0,
    }));
  }

  /** Takes the next step and gives each transition that it completes to `give`, which must copy it. */
  push(step: Step, give: (transition: Transition) => void): void {
    this.#begin(step);
    for (const waiting of this.#waiting) {
      waiting.reward += waiting.discount * step.reward;
      waiting.discount *= this.#gamma;
      waiting.steps += 1;
    }
    const hasEnded = step.terminated || step.truncated;
    const complete =
      hasEnded || this.#waiting[0].steps === this.#n ? this.#waiting.splice(0, hasEnded ? this.#n : 1) : [];
    for (const whole of complete) {
      whole.nextObservation.set(step.nextObservation);
      if (step.terminated) whole.discount = 0;
      give(whole);
      this.#pool.push(whole);
    }
  }

  #begin(step: Step): void {
    const fresh = this.#pool.pop();
    if (fresh === undefined) throw new RangeError('More transitions wait than there are steps to join.');
    fresh.observation.set(step.observation);
    fresh.action.set(step.action);
    fresh.reward = 0;
    fresh.discount = 1;
    fresh.steps = 0;
    this.#waiting.push(fresh);
  }
}
