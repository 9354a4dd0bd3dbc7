import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from './tfjs.ts';

/**
 * Disposes what an owner kept when the owner is garbage-collected: tfjs counts no references, and networks have no end
 * that someone would announce.
 */
const owners = new FinalizationRegistry<KeptTensors>((tensors) => {
  tensors.replace([]);
});

/** Tensors that outlive `tf.tidy`, until others replace them or their owner goes. */
export class KeptTensors {
  readonly #tf: Tfjs;
  #tensors: readonly Tensor[] = [];

  constructor(tf: Tfjs, owner: object) {
    this.#tf = tf;
    owners.register(owner, this);
  }

  get all(): readonly Tensor[] {
    return this.#tensors;
  }

  /** Disposes those before, so compute `tensors` first. */
  replace(tensors: readonly Tensor[]): void {
    for (const tensor of tensors) this.#tf.keep(tensor);
    for (const tensor of this.#tensors) tensor.dispose();
    this.#tensors = tensors;
  }
}
