import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { numberOf } from '../checkpoint/part-state.ts';
import type { ActingPolicy, PolicyInsight } from '../training/acting-policy.ts';
import type { QNetwork, QNetworkSpec } from './q-network.ts';

/** Takes the action of the greatest mean return; and with probability ε any, where it is given a generator. */
export class QPolicy implements ActingPolicy {
  readonly observationSize: number;
  /** ε: the probability of an action that is drawn from all alike. */
  explorationRate = 1;
  readonly #network: QNetwork;
  readonly #actions: number;
  readonly #atoms: number;
  readonly #start: number;

  /** `start`: the smallest action. */
  constructor(network: QNetwork, { observationSize, actions, atoms }: QNetworkSpec, start: number) {
    this.#network = network;
    this.observationSize = observationSize;
    this.#actions = actions;
    this.#atoms = atoms;
    this.#start = start;
  }

  /** Statistics tell of the rate of the last step, also where none follows. */
  get exploration(): Stateful {
    return {
      readState: () => ({ values: { rate: this.explorationRate }, arrays: {} }),
      writeState: (state) => {
        this.explorationRate = numberOf(state, 'rate');
      },
    };
  }

  createActions(rows: number): Int32Array {
    return new Int32Array(rows);
  }

  act(observations: Float32Array, actions: ActionBatch, random?: Generator, masks?: Uint8Array): void {
    const rows = observations.length / this.observationSize;
    const returns = this.#network.forward(observations, rows);
    for (let row = 0; row < rows; row++) {
      const explores = random !== undefined && random.random() < this.explorationRate;
      const action = explores ? this.#any(random, row, masks) : this.#best(returns, row, masks);
      actions[row] = this.#start + action;
    }
  }

  inspect(observation: Float32Array): PolicyInsight {
    const returns = this.#network.forward(observation, 1);
    const actionValues = Array.from({ length: this.#actions }, (_, action) =>
      meanOf(returns.subarray(action * this.#atoms, (action + 1) * this.#atoms)),
    );
    return { actionValues, value: Math.max(...actionValues) };
  }

  #best(returns: Float32Array, row: number, masks: Uint8Array | undefined): number {
    return greedyAction(returns, row, this.#actions, this.#atoms, masks);
  }

  #any(random: Generator, row: number, masks: Uint8Array | undefined): number {
    if (masks === undefined) return random.integers(this.#actions);
    const allowed = Array.from({ length: this.#actions }, (_, i) => i).filter((i) => masks[row * this.#actions + i]);
    return allowed[random.integers(allowed.length)];
  }
}

function meanOf(atoms: Float32Array): number {
  return atoms.reduce((sum, value) => sum + value, 0) / atoms.length;
}

/** The allowed action of the greatest mean over its atoms in a row of `[rows, actions, atoms]`, the first of equals. */
export function greedyAction(
  returns: Float32Array,
  row: number,
  actions: number,
  atoms: number,
  masks?: Uint8Array,
): number {
  let best = -1;
  let greatest = -Infinity;
  for (let action = 0; action < actions; action++) {
    if (masks !== undefined && masks[row * actions + action] === 0) continue;
    const start = (row * actions + action) * atoms;
    let sum = 0;
    for (let i = start; i < start + atoms; i++) sum += returns[i];
    if (best !== -1 && !(sum > greatest)) continue;
    best = action;
    greatest = sum;
  }
  return best;
}
