import { createGenerator, type Generator } from '@cartwheel/random';

/** The generators of a learner. Each has its own stream, so that one more draw here shifts nothing there. */
export interface Streams {
  /** Of the weights at the start. */
  readonly initialization: Generator;
  /** Of the actions while collecting. */
  readonly actions: Generator;
  /** Of the order of the minibatches. */
  readonly order: Generator;
  /** Of what gradient steps draw beside their rows: the actions that they weigh. */
  readonly noise: Generator;
  /** Of the actions of `predict` without `deterministic`. */
  readonly prediction: Generator;
}

export function createStreams(seed: number): Streams {
  const [initialization, actions, order, prediction, noise] = createGenerator(seed).spawn(5);
  return { initialization, actions, order, noise, prediction };
}
