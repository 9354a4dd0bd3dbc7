import { finish, stepInPieces, type Optimizer, type Pieces } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { countersPart } from '../checkpoint/parts.ts';
import { checkLoss } from '../not-finite.ts';
import type { QHyperparameters } from './hyperparameters.ts';
import type { GradientStep, OffPolicyUpdate } from './off-policy-learner.ts';
import type { QNetwork } from './q-network.ts';
import { greedyAction } from './q-policy.ts';
import type { ReplayBatch, ReplayBuffer } from './replay-buffer.ts';
import type { ReplaySampler } from './replay-sampler.ts';

/** What an algorithm minimises between predicted returns and their targets. */
export interface QLoss {
  /** dL/d(outputs of the network), `[size, actions, atoms]`. */
  readonly gradient: Float32Array;
  /** By how much each row was off: what prioritised replay goes by. */
  readonly errors: Float32Array;
  loss: number;
  /**
   * `returns` is `[size, actions, atoms]`, `targets` `[size, atoms]` for the row's action; each row counts `weights` times.
   */
  compute(batch: ReplayBatch, returns: Float32Array, targets: Float32Array, weights: Float32Array): Pieces<void>;
}

interface QUpdateOptions {
  online: QNetwork;
  target: QNetwork;
  actions: number;
  atoms: number;
  optimizer: Optimizer;
  buffer: ReplayBuffer;
  sampler: ReplaySampler;
  loss: QLoss;
  /** Draws the rows. */
  random: Generator;
}

/** Gradient steps on batches from the replay buffer. */
export class QUpdate implements OffPolicyUpdate<QHyperparameters> {
  readonly #options: QUpdateOptions;
  readonly #batch: ReplayBatch;
  readonly #rows: Int32Array;
  readonly #weights: Float32Array;
  readonly #targets: Float32Array;
  /** Since the last statistics. */
  readonly #sums = { steps: 0, loss: 0 };

  constructor(options: QUpdateOptions, batchSize: number) {
    this.#options = options;
    this.#batch = options.buffer.createBatch(batchSize);
    this.#rows = new Int32Array(batchSize);
    this.#weights = new Float32Array(batchSize);
    this.#targets = new Float32Array(batchSize * options.atoms);
  }

  *learn(
    { learningRate, progressRemaining, timesteps }: Readonly<GradientStep>,
    { doubleQ, maxGradNorm }: Pick<QHyperparameters, 'doubleQ' | 'maxGradNorm'>,
  ): Pieces<void> {
    const { online, optimizer, buffer, sampler, loss, random } = this.#options;
    const batch = this.#batch;
    sampler.sample(random, this.#rows, this.#weights, progressRemaining);
    buffer.gather(this.#rows, batch);
    yield* this.#computeTargets(doubleQ);
    const returns = yield* online.forwardInPieces(batch.observations, batch.size);
    const computation = loss.compute(batch, returns, this.#targets, this.#weights);
    if (online.isDivided) yield* computation;
    else finish(computation);
    checkLoss('train/loss', loss.loss, timesteps, learningRate);

    yield* online.backward(loss.gradient);
    const settings = maxGradNorm === null ? { learningRate } : { learningRate, maxGradNorm };
    const norm = yield* stepInPieces(optimizer, settings);
    checkLoss('the norm of the gradient', norm, timesteps, learningRate);
    sampler.learned(this.#rows, loss.errors);
    this.#sums.steps += 1;
    this.#sums.loss += loss.loss;
  }

  /** The mean loss since the last call; nothing where there was no gradient step. */
  takeStatistics(): { loss: number } | undefined {
    const sums = this.#sums;
    if (sums.steps === 0) return undefined;
    const loss = sums.loss / sums.steps;
    sums.steps = 0;
    sums.loss = 0;
    return { loss };
  }

  get sums(): Stateful {
    return countersPart(this.#sums);
  }

  /** r + γⁿ · the return of the best action n steps later: the best by the target network, or by the online one (double). */
  *#computeTargets(doubleQ: boolean): Pieces<void> {
    const { online, target, actions, atoms } = this.#options;
    const { size, nextObservations, rewards, discounts } = this.#batch;
    const returns = yield* target.forwardInPieces(nextObservations, size);
    const chooser = doubleQ ? yield* online.forwardInPieces(nextObservations, size) : returns;
    for (let row = 0; row < size; row++) {
      const best = greedyAction(chooser, row, actions, atoms);
      const start = (row * actions + best) * atoms;
      for (let j = 0; j < atoms; j++) {
        this.#targets[row * atoms + j] = rewards[row] + discounts[row] * returns[start + j];
      }
    }
  }
}
