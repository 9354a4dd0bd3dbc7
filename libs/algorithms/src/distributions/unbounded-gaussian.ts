import type { ActionBatch, Box } from '@cartwheel/envs';
import { boundToBox } from './bound-to-box.ts';

/** What normals over a Box have in common: the actor gives the means, samples are unbounded, `bound` moves them into the Box. */
export abstract class UnboundedGaussian {
  readonly parameterSize: number;
  readonly actionSize: number;

  readonly #space: Box;
  #bounded = new Float32Array(0);

  constructor(space: Box) {
    this.#space = space;
    this.parameterSize = space.flatSize;
    this.actionSize = space.flatSize;
  }

  createActions(rows: number): Float32Array {
    return new Float32Array(rows * this.actionSize);
  }

  mode(parameters: Float32Array, rows: number, actions: ActionBatch): void {
    for (let i = 0; i < rows * this.actionSize; i++) actions[i] = parameters[i];
  }

  bound(actions: ActionBatch): ActionBatch {
    if (this.#bounded.length !== actions.length) this.#bounded = new Float32Array(actions.length);
    boundToBox(this.#space, actions, this.#bounded);
    return this.#bounded;
  }
}
