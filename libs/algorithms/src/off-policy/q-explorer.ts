import type { ActionBatch } from '@cartwheel/envs';
import type { Generator } from '@cartwheel/random';
import type { Explorer } from './explorer.ts';
import type { QPolicy } from './q-policy.ts';
import type { ActionForm } from './replay-buffer.ts';

/** Replay keeps the number of a choice. */
export const CHOICE: ActionForm = { type: 'int32', size: 1 };

/** Acts ε-greedily. */
export class QExplorer implements Explorer {
  readonly observationSize: number;
  readonly form = CHOICE;
  readonly #policy: QPolicy;
  readonly #start: number;
  readonly #random: Generator;

  /** `start`: the smallest action. */
  constructor(policy: QPolicy, start: number, random: Generator) {
    this.observationSize = policy.observationSize;
    this.#policy = policy;
    this.#start = start;
    this.#random = random;
  }

  explore(observations: Float32Array, actions: ActionBatch, kept: ActionBatch): void {
    this.#policy.act(observations, actions, this.#random);
    for (let i = 0; i < kept.length; i++) kept[i] = actions[i] - this.#start;
  }

  ended(): void {
    // Each step explores by itself.
  }
}
