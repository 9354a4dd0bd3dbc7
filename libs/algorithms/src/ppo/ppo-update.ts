import { stepInPieces, type Optimizer, type Pieces } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { partState, writeArrays } from '../checkpoint/part-state.ts';
import { countersPart } from '../checkpoint/parts.ts';
import { scheduleAt } from '../hyperparameters/schedule.ts';
import { checkLoss } from '../not-finite.ts';
import type { ActorCritic } from '../on-policy/actor-critic.ts';
import { explainedVariance } from '../on-policy/explained-variance.ts';
import { Minibatch } from '../on-policy/minibatch.ts';
import { normalize } from '../on-policy/normalize.ts';
import type { OnPolicyUpdate } from '../on-policy/on-policy-learner.ts';
import type { RolloutBuffer } from '../on-policy/rollout-buffer.ts';
import type { Progress, TrainingRun } from '../training/training-run.ts';
import type { PpoHyperparameters } from './hyperparameters.ts';
import { PpoLoss, type PpoLossSettings } from './ppo-loss.ts';

interface PpoUpdateOptions {
  policy: ActorCritic;
  optimizer: Optimizer;
  buffer: RolloutBuffer;
  /** Draws the order of the rows. */
  random: Generator;
  progress: Progress;
}

/** Stops an epoch when the policy moved further than this many times `targetKl`. */
const KL_TOLERANCE = 1.5;

/** A minibatch of one size with its loss. */
interface Batch {
  rows: Minibatch;
  loss: PpoLoss;
}

/** The second half of PPO's iteration: several epochs of minibatch Adam on the clipped surrogate of one rollout. */
export class PpoUpdate implements OnPolicyUpdate<PpoHyperparameters> {
  readonly #options: PpoUpdateOptions;
  readonly #order: Int32Array;
  readonly #sums = new StatisticSums();
  /** What is to be done next, as long as an update is under way. */
  readonly #at = { epoch: 0, start: 0 };
  readonly #whole: Batch;
  /** What is left when the rollout is no multiple of the batch size. */
  readonly #rest: Batch | undefined;

  constructor(options: PpoUpdateOptions, batchSize: number) {
    const { buffer } = options;
    const size = Math.min(batchSize, buffer.size);
    const rest = buffer.size % size;
    this.#options = options;
    this.#order = new Int32Array(buffer.size);
    this.#whole = this.#createBatch(size);
    this.#rest = rest === 0 ? undefined : this.#createBatch(rest);
  }

  /** Learns from the rollout in the buffer; gives the statistics in Stable-Baselines3's words. */
  async run(run: TrainingRun, hyperparameters: PpoHyperparameters): Promise<Record<string, number> | undefined> {
    const { buffer, progress } = this.#options;
    const settings = settingsAt(run.progressRemaining, hyperparameters);
    const at = this.#at;
    let mayGoOn = true;
    for (; at.epoch < hyperparameters.nEpochs && mayGoOn; at.epoch++, at.start = 0) {
      if (at.start === 0) this.#beginEpoch();
      while (at.start < buffer.size && mayGoOn) {
        mayGoOn = await run.breatheBetween(this.#learnFrom(at.start, settings, this.#sums));
        at.start += this.#whole.rows.size;
        const breath = run.breathe();
        if (breath !== undefined) await breath;
        if (run.isStopping && mayGoOn) return undefined;
      }
      progress.updates += 1;
    }
    return this.#finish(settings);
  }

  /** The epoch and minibatch in hand, the order of its rows, and the sums so far. */
  get position(): Stateful {
    return {
      readState: () => partState({ order: this.#order }, { ...this.#at, ...this.#sums.values }),
      writeState: (state) => {
        writeArrays(state, { order: this.#order });
        countersPart(this.#at).writeState(state);
        countersPart(this.#sums.values).writeState(state);
      },
    };
  }

  #beginEpoch(): void {
    this.#shuffleRows();
    this.#sums.startEpoch();
  }

  #finish(settings: UpdateSettings): Record<string, number> {
    const { buffer } = this.#options;
    const means = this.#sums.means();
    this.#sums.clear();
    this.#at.epoch = 0;
    return {
      ...means,
      explained_variance: explainedVariance(buffer.values, buffer.returns),
      learning_rate: settings.learningRate,
      clip_range: settings.clipRange,
      ...(settings.clipRangeVf === null ? {} : { clip_range_vf: settings.clipRangeVf }),
    };
  }

  /** One gradient step; false, and no step, where the policy has already moved too far. */
  *#learnFrom(start: number, settings: UpdateSettings, sums: StatisticSums): Pieces<boolean> {
    const { policy, optimizer, buffer, progress } = this.#options;
    const { rows, loss } = this.#batchAt(start);
    rows.gather(buffer, this.#order, start);
    if (settings.normalizeAdvantage) normalize(rows.advantages);

    const { parameters, values } = yield* policy.forwardInPieces(rows.observations, rows.actionMasks);
    loss.compute(rows, parameters, values, settings);
    checkLoss('train/loss', loss.loss, progress.timesteps, settings.learningRate);
    sums.add(loss);
    if (settings.targetKl !== null && loss.approxKl > KL_TOLERANCE * settings.targetKl) return false;

    yield* policy.backward(loss.actorGradient, loss.criticGradient);
    const norm = yield* stepInPieces(optimizer, settings);
    checkLoss('the norm of the gradient', norm, progress.timesteps, settings.learningRate);
    return true;
  }

  /** From the natural order each time, so that the order depends on the generator alone. */
  #shuffleRows(): void {
    for (let row = 0; row < this.#order.length; row++) this.#order[row] = row;
    this.#options.random.shuffle(this.#order);
  }

  #batchAt(start: number): Batch {
    const isWhole = start + this.#whole.rows.size <= this.#options.buffer.size;
    return isWhole || this.#rest === undefined ? this.#whole : this.#rest;
  }

  #createBatch(size: number): Batch {
    const { distribution, observationSize } = this.#options.policy;
    return { rows: new Minibatch(size, observationSize, distribution), loss: new PpoLoss(distribution, size) };
  }
}

interface UpdateSettings extends PpoLossSettings {
  learningRate: number;
  maxGradNorm: number;
  normalizeAdvantage: boolean;
  targetKl: number | null;
}

/** The hyperparameters of one update, with the schedules' values of the moment. */
function settingsAt(progressRemaining: number, hyperparameters: PpoHyperparameters): UpdateSettings {
  const { clipRangeVf, entCoef, vfCoef, maxGradNorm, normalizeAdvantage, targetKl } = hyperparameters;
  return {
    learningRate: scheduleAt(hyperparameters.learningRate, progressRemaining),
    clipRange: scheduleAt(hyperparameters.clipRange, progressRemaining),
    clipRangeVf: clipRangeVf === null ? null : scheduleAt(clipRangeVf, progressRemaining),
    entCoef,
    vfCoef,
    maxGradNorm,
    normalizeAdvantage,
    targetKl,
  };
}

const NO_SUMS = {
  batches: 0,
  policyGradientLoss: 0,
  valueLoss: 0,
  entropyLoss: 0,
  clipFraction: 0,
  lastLoss: 0,
  epochBatches: 0,
  approxKl: 0,
};

/** Means over the minibatches of an update; of `approx_kl` over those of its last epoch, as in Stable-Baselines3. */
class StatisticSums {
  readonly values = { ...NO_SUMS };

  startEpoch(): void {
    this.values.epochBatches = 0;
    this.values.approxKl = 0;
  }

  add(loss: PpoLoss): void {
    const sums = this.values;
    sums.batches += 1;
    sums.policyGradientLoss += loss.policyGradientLoss;
    sums.valueLoss += loss.valueLoss;
    sums.entropyLoss += loss.entropyLoss;
    sums.clipFraction += loss.clipFraction;
    sums.lastLoss = loss.loss;
    sums.epochBatches += 1;
    sums.approxKl += loss.approxKl;
  }

  means(): Record<string, number> {
    const { batches, policyGradientLoss, valueLoss, entropyLoss, clipFraction, lastLoss, epochBatches, approxKl } =
      this.values;
    return {
      policy_gradient_loss: policyGradientLoss / batches,
      value_loss: valueLoss / batches,
      entropy_loss: entropyLoss / batches,
      clip_fraction: clipFraction / batches,
      loss: lastLoss,
      approx_kl: approxKl / epochBatches,
    };
  }

  clear(): void {
    Object.assign(this.values, NO_SUMS);
  }
}
