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

  constructor(size: number, observationSize: number, distribution: Pick<Distribution, 'createActions'>) {
    this.size = size;
    this.observations = new Float32Array(size * observationSize);
    this.actions = distribution.createActions(size);
    this.oldValues = new Float32Array(size);
    this.oldLogProbabilities = new Float32Array(size);
    this.advantages = new Float32Array(size);
    this.returns = new Float32Array(size);
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
  }

  /** Shifts and scales the advantages to mean 0 and standard deviation 1 (n − 1 in the denominator, as PyTorch). */
  normalizeAdvantages(): void {
    const { advantages, size } = this;
    if (size < 2) return;
    let sum = 0;
    for (let row = 0; row < size; row++) sum += advantages[row];
    const mean = sum / size;
    let squares = 0;
    for (let row = 0; row < size; row++) squares += (advantages[row] - mean) * (advantages[row] - mean);
    const scale = 1 / (Math.sqrt(squares / (size - 1)) + ADVANTAGE_EPSILON);
    for (let row = 0; row < size; row++) advantages[row] = (advantages[row] - mean) * scale;
  }
}

/** Of Stable-Baselines3: keeps equal advantages from being divided by 0. */
const ADVANTAGE_EPSILON = 1e-8;

function copyRow(source: ActionBatch, from: number, target: ActionBatch, to: number, width: number): void {
  const start = from * width;
  const offset = to * width;
  for (let i = 0; i < width; i++) target[offset + i] = source[start + i];
}
