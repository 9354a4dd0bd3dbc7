import type { ActionBatch } from '@cartwheel/envs';
import type { Distribution } from '../distributions/distribution.ts';
import type { RolloutBuffer } from './rollout-buffer.ts';

/** Rows of a rollout side by side, as the networks want them. Made once for its size, filled again and again. */
export class Minibatch {
  readonly size: number;
  readonly observations: Float32Array;
  readonly actions: ActionBatch;
  readonly oldValues: Float32Array;
  readonly oldLogProbabilities: Float32Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
  readonly #masks: Uint8Array;
  #hasMasks = false;

  constructor(
    size: number,
    observationSize: number,
    distribution: Pick<Distribution, 'createActions' | 'parameterSize'>,
  ) {
    this.size = size;
    this.observations = new Float32Array(size * observationSize);
    this.actions = distribution.createActions(size);
    this.oldValues = new Float32Array(size);
    this.oldLogProbabilities = new Float32Array(size);
    this.advantages = new Float32Array(size);
    this.returns = new Float32Array(size);
    this.#masks = new Uint8Array(size * distribution.parameterSize);
  }

  /** `[size, parameterSize]`: 1 where an action was allowed; absent where all were. */
  get actionMasks(): Uint8Array | undefined {
    return this.#hasMasks ? this.#masks : undefined;
  }

  /** Takes the rows `order[start] … order[start + size − 1]` of `buffer`. */
  gather(buffer: RolloutBuffer, order: Int32Array, start: number): void {
    for (let row = 0; row < this.size; row++) {
      const from = order[start + row];
      copyRow(buffer.observations, from, this.observations, row, buffer.observationSize);
      copyRow(buffer.actions, from, this.actions, row, buffer.actionSize);
      this.oldValues[row] = buffer.values[from];
      this.oldLogProbabilities[row] = buffer.logProbabilities[from];
      this.advantages[row] = buffer.advantages[from];
      this.returns[row] = buffer.returns[from];
    }
    this.#gatherMasks(buffer.actionMasks, order, start);
  }

  #gatherMasks(masks: Uint8Array | undefined, order: Int32Array, start: number): void {
    this.#hasMasks = masks !== undefined;
    if (masks === undefined) return;
    const width = this.#masks.length / this.size;
    for (let row = 0; row < this.size; row++) copyRow(masks, order[start + row], this.#masks, row, width);
  }
}

type Row = ActionBatch | Uint8Array;

function copyRow(source: Row, from: number, target: Row, to: number, width: number): void {
  const start = from * width;
  const offset = to * width;
  for (let i = 0; i < width; i++) target[offset + i] = source[start + i];
}
