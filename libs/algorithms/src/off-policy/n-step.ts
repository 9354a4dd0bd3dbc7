import type { ActionBatch } from '@cartwheel/envs';
import type { PartState, Stateful } from '../checkpoint/learner-state.ts';
import { arrayOf, wrongState } from '../checkpoint/part-state.ts';
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

/** Of a transition that waits, beside its observation and action. */
const NUMBERS = 3;

interface Waiting extends Transition {
  steps: number;
}

/**
 * Joins the steps of one environment into transitions over `n` steps: Σ γᵏ rₜ₊ₖ and the observation n steps later
 * (Sutton 1988; as in Rainbow, arXiv 1710.02298). At an episode's end those that wait are given as long as they are.
 */
export class NStepJoiner implements Stateful {
  readonly #n: number;
  readonly #gamma: number;
  readonly #observationSize: number;
  readonly #actionSize: number;
  readonly #pool: Waiting[];
  #waiting: Waiting[] = [];

  constructor(n: number, gamma: number, observationSize: number, form: ActionForm) {
    this.#n = n;
    this.#gamma = gamma;
    this.#observationSize = observationSize;
    this.#actionSize = form.size;
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

  readState(): PartState {
    const waiting = this.#waiting;
    return {
      values: {},
      arrays: {
        numbers: Float64Array.from(waiting.flatMap(({ reward, discount, steps }) => [reward, discount, steps])),
        observations: Float32Array.from(waiting.flatMap(({ observation }) => [...observation])),
        actions: Float32Array.from(waiting.flatMap(({ action }) => [...action])),
      },
    };
  }

  writeState(state: PartState): void {
    const numbers = arrayOf(state, 'numbers');
    const count = numbers.length / NUMBERS;
    if (count > this.#n) throw wrongState('numbers', `up to ${this.#n} that wait`, String(count));
    const observations = rowsOf(state, 'observations', count, this.#observationSize);
    const actions = rowsOf(state, 'actions', count, this.#actionSize);
    this.#pool.push(...this.#waiting.splice(0));
    for (let i = 0; i < count; i++) {
      const waiting = this.#take();
      waiting.observation.set(observations(i));
      waiting.action.set(actions(i));
      [waiting.reward, waiting.discount, waiting.steps] = numbers.subarray(i * NUMBERS, (i + 1) * NUMBERS);
      this.#waiting.push(waiting);
    }
  }

  #begin(step: Step): void {
    const fresh = this.#take();
    fresh.observation.set(step.observation);
    fresh.action.set(step.action);
    fresh.reward = 0;
    fresh.discount = 1;
    fresh.steps = 0;
    this.#waiting.push(fresh);
  }

  #take(): Waiting {
    const free = this.#pool.pop();
    if (free === undefined) throw new RangeError('More transitions wait than there are steps to join.');
    return free;
  }
}

function rowsOf(state: PartState, name: string, count: number, width: number): (row: number) => Float32Array {
  const array = arrayOf(state, name);
  if (array.length !== count * width) throw wrongState(name, `${count} rows of ${width}`, `${array.length} numbers`);
  return (row) => Float32Array.from(array.subarray(row * width, (row + 1) * width));
}
