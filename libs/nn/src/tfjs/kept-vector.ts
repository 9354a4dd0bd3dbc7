import type { Tensor } from '@tensorflow/tfjs-core';
import { KeptTensors } from './kept-tensors.ts';
import type { Tfjs } from './tfjs.ts';

/** A flat float32 vector on the backend, as long as `length`; zeros at first. */
export class KeptVector {
  readonly #tf: Tfjs;
  readonly #tensors: KeptTensors;

  constructor(tf: Tfjs, owner: object, length: number) {
    this.#tf = tf;
    this.#tensors = new KeptTensors(tf, owner);
    this.set(tf.zeros([length]));
  }

  /** Another tensor after each `set` and `write`. */
  get tensor(): Tensor {
    return this.#tensors.all[0];
  }

  set(tensor: Tensor): void {
    this.#tensors.replace([tensor]);
  }

  /** Waits for the backend. */
  read(target: Float32Array): void {
    target.set(this.tensor.dataSync());
  }

  /** Copies: some backends keep the array that they are given. */
  write(source: Float32Array): void {
    this.set(this.#tf.tensor1d(source.slice(), 'float32'));
  }
}
