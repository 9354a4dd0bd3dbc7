import type { ActionBatch } from '@cartwheel/envs';
import type { Ring, StateArray } from '../checkpoint/learner-state.ts';
import { wrongState } from '../checkpoint/part-state.ts';

/** How replay keeps an action. */
export interface ActionForm {
  /** Whole numbers are kept as such. */
  readonly type: 'int32' | 'float32';
  /** Numbers in one action. */
  readonly size: number;
}

/** An array for the actions of `rows` rows. */
export function createActions({ type, size }: ActionForm, rows: number): ActionBatch {
  return type === 'int32' ? new Int32Array(rows * size) : new Float32Array(rows * size);
}

/** What of a transition is kept: one row of each array. */
export interface Transition {
  readonly observation: Float32Array;
  /** A choice counts from 0 on, whatever the space's `start`; numbers of a Box are scaled to [−1, 1]. */
  readonly action: ActionBatch;
  /** Σ γᵏ rₜ₊ₖ over the steps between the two observations. */
  reward: number;
  /** What the value of `nextObservation` is multiplied by: γⁿ, and 0 where the episode terminated. */
  discount: number;
  readonly nextObservation: Float32Array;
}

/** The rows that one gradient step takes. */
export interface ReplayBatch {
  readonly size: number;
  readonly observations: Float32Array;
  /** `[size, action size]`. */
  readonly actions: ActionBatch;
  readonly rewards: Float32Array;
  readonly discounts: Float32Array;
  readonly nextObservations: Float32Array;
}

/** The last `capacity` transitions, in typed arrays; the oldest ones are overwritten. */
export class ReplayBuffer implements Ring {
  readonly capacity: number;
  readonly observationSize: number;
  readonly #observations: Float32Array;
  readonly #form: ActionForm;
  readonly #actions: ActionBatch;
  readonly #rewards: Float32Array;
  readonly #discounts: Float32Array;
  readonly #nextObservations: Float32Array;
  #added = 0;

  constructor(capacity: number, observationSize: number, form: ActionForm) {
    this.capacity = capacity;
    this.observationSize = observationSize;
    this.#form = form;
    this.#observations = new Float32Array(capacity * observationSize);
    this.#actions = createActions(form, capacity);
    this.#rewards = new Float32Array(capacity);
    this.#discounts = new Float32Array(capacity);
    this.#nextObservations = new Float32Array(capacity * observationSize);
  }

  /** How many transitions it holds. */
  get size(): number {
    return Math.min(this.#added, this.capacity);
  }

  get added(): number {
    return this.#added;
  }

  /** The arrays themselves, of the whole capacity. */
  get columns(): Readonly<
    Record<'observations' | 'actions' | 'rewards' | 'discounts' | 'nextObservations', StateArray>
  > {
    return {
      observations: this.#observations,
      actions: this.#actions,
      rewards: this.#rewards,
      discounts: this.#discounts,
      nextObservations: this.#nextObservations,
    };
  }

  /** Gives the row at which it is kept. */
  add(transition: Transition): number {
    const row = this.#added % this.capacity;
    this.#observations.set(transition.observation, row * this.observationSize);
    this.#nextObservations.set(transition.nextObservation, row * this.observationSize);
    this.#actions.set(transition.action, row * this.#form.size);
    this.#rewards[row] = transition.reward;
    this.#discounts[row] = transition.discount;
    this.#added += 1;
    return row;
  }

  createBatch(size: number): ReplayBatch {
    return {
      size,
      observations: new Float32Array(size * this.observationSize),
      actions: createActions(this.#form, size),
      rewards: new Float32Array(size),
      discounts: new Float32Array(size),
      nextObservations: new Float32Array(size * this.observationSize),
    };
  }

  /** Copies the rows `rows` into `batch`. */
  gather(rows: Int32Array, batch: ReplayBatch): void {
    const width = this.observationSize;
    const actionSize = this.#form.size;
    for (let i = 0; i < batch.size; i++) {
      const row = rows[i];
      for (let j = 0; j < width; j++) {
        batch.observations[i * width + j] = this.#observations[row * width + j];
        batch.nextObservations[i * width + j] = this.#nextObservations[row * width + j];
      }
      for (let j = 0; j < actionSize; j++) batch.actions[i * actionSize + j] = this.#actions[row * actionSize + j];
      batch.rewards[i] = this.#rewards[row];
      batch.discounts[i] = this.#discounts[row];
    }
  }

  restoreAdded(added: number): void {
    if (!(Number.isSafeInteger(added) && added >= 0)) throw wrongState('added', 'a number of rows', String(added));
    this.#added = added;
  }
}
