import { Box } from '@cartwheel/envs';
import { createGenerator } from '@cartwheel/random';
import type { AlgorithmOptions, LoadOptions, ModelOptions } from '../algorithm.ts';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { arraysPart, countersPart } from '../checkpoint/parts.ts';
import type { EnvSource } from '../environment/open-env.ts';
import { scheduleAt } from '../hyperparameters/schedule.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { checkLoss } from '../not-finite.ts';
import { layersOf } from '../policy/dense-layers.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import { createLearner, loadLearner, separateOptions, type AlgorithmDefinition } from '../training/create-learner.ts';
import { Learner, type LearnerParts } from '../training/learner.ts';
import { createNormalization } from '../training/normalization.ts';
import type { TrainingRun } from '../training/training-run.ts';
import { ArsPolicy } from './ars-policy.ts';
import { CandidateEvaluation } from './candidate-evaluation.ts';
import {
  arsHyperparameters,
  checkDirections,
  type ArsHyperparameterInput,
  type ArsHyperparameters,
} from './hyperparameters.ts';
import { arsPresets } from './presets.ts';
import { RandomDirections } from './random-directions.ts';

/** Hyperparameters stand beside the options that every learner has. */
export type ArsOptions = ModelOptions & ArsHyperparameterInput;

/**
 * Augmented random search ([arXiv 1803.07055](https://arxiv.org/abs/1803.07055)), with the details and defaults of
 * SB3-contrib: no gradients, but episodes played with weights a little to the one side and to the other.
 *
 * ```ts
 * const model = await ARS.create('CartPole-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 50_000 });
 * ```
 */
export class ARS extends Learner<ArsHyperparameters> {
  protected readonly policy: ArsPolicy;
  /** Plays with the weights of the candidate in hand. */
  readonly #candidate: ArsPolicy;
  readonly #directions: RandomDirections;
  #evaluation: CandidateEvaluation | undefined;
  /** Where the update in hand stands: the candidate that is to be judged, and with which settings it began. */
  readonly #at = { isUnderWay: 0, candidate: 0, learningRate: 0, deltaStd: 0 };

  /** Use `ARS.create` or `ARS.load`. */
  constructor(parts: LearnerParts<ArsHyperparameters>) {
    const { engine, spaces, hyperparameters } = parts;
    const observationSize = spaces.observationSpace.flatSize;
    const { normalizeObservation, nDelta } = hyperparameters;
    super(parts, createNormalization(observationSize, { normalizeObservation, normalizeReward: false, gamma: 1 }));
    const { actionSpace } = spaces;
    const options = { engine, observationSize, actionSpace, hyperparameters, random: this.streams.initialization };
    this.policy = new ArsPolicy(options);
    this.#candidate = new ArsPolicy(options);
    this.#directions = new RandomDirections(nDelta, this.policy.free.length);
  }

  /**
   * A learner for `env`: an id (`CartPole-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: ArsOptions = {}): Promise<ARS> {
    return ARS.createFrom(env, separateOptions(options));
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static createFrom(env: EnvSource, options: AlgorithmOptions): Promise<ARS> {
    return createLearner(ars, env, options);
  }

  /** The model that `save` wrote to `dir`; as `PPO.load`. */
  static load(dir: string, options?: LoadOptions): Promise<ARS> {
    return loadLearner(ars, dir, options);
  }

  protected get trained(): NamedTrainables {
    return { policy: this.policy.network };
  }

  protected inference(): Pick<TrainedPolicy, 'activation' | 'output' | 'layers'> {
    const { activation, squashOutput } = this.hyperparameters;
    const isBox = this.spaces.actionSpace instanceof Box;
    const ofBox = squashOutput ? 'squashed' : 'mean';
    return { activation, output: isBox ? ofBox : 'logits', layers: layersOf(this.policy.network) };
  }

  protected parts(): Readonly<Record<string, Stateful>> {
    const evaluation = (this.#evaluation ??= this.#prepare());
    const { deltas, returns } = this.#directions;
    return { loop: countersPart(this.#at), directions: arraysPart({ deltas, returns }), ...evaluation.parts };
  }

  protected async train(run: TrainingRun): Promise<void> {
    const at = this.#at;
    while (run.timesteps < run.totalTimesteps || at.isUnderWay === 1) {
      if (at.isUnderWay === 0) await this.#begin(run);
      if (!(await this.#judgeCandidates(run))) return;
      await run.tell(run.hooks.onRolloutEnd, { type: 'rollout-end', ...run.moment() });
      const statistics = this.#move();
      const { updates } = this.progress;
      await run.tell(run.hooks.onUpdate, { type: 'update', ...run.moment(), updates, statistics });
      await run.tellSafePoint();
      if (run.isStopping) return;
    }
  }

  async #begin(run: TrainingRun): Promise<void> {
    const { learningRate, deltaStd } = this.hyperparameters;
    this.#directions.draw(this.streams.order);
    Object.assign(this.#at, {
      isUnderWay: 1,
      candidate: 0,
      learningRate: scheduleAt(learningRate, run.progressRemaining),
      deltaStd: scheduleAt(deltaStd, run.progressRemaining),
    });
    await run.tell(run.hooks.onRolloutStart, { type: 'rollout-start', ...run.moment() });
  }

  /** False where it was told to stop before all were judged. */
  async #judgeCandidates(run: TrainingRun): Promise<boolean> {
    const evaluation = (this.#evaluation ??= this.#prepare());
    const { network, free } = this.policy;
    const { returns } = this.#directions;
    const at = this.#at;
    const base = network.readParameters();
    const weights = new Float32Array(base.length);
    const startSeed = this.#startSeed();
    for (; at.candidate < returns.length; at.candidate++) {
      this.#directions.writeCandidate(at.candidate, base, free, at.deltaStd, weights);
      this.#candidate.network.writeParameters(weights);
      const sums = await evaluation.evaluate(this.#candidate, run, startSeed);
      if (sums === undefined) return false;
      returns[at.candidate] = sums.returns + this.hyperparameters.aliveBonusOffset * sums.lengths;
    }
    return true;
  }

  /** Where all candidates begin alike: from the count of updates, so that a checkpoint has no need to keep it. */
  #startSeed(): number | undefined {
    return this.hyperparameters.commonStarts ? createGenerator([this.seed, this.progress.updates]).uint32() : undefined;
  }

  /** The step of the update; gives its statistics in SB3-contrib's words. */
  #move(): Record<string, number> {
    const { nTop, nDelta } = this.hyperparameters;
    const { learningRate, deltaStd } = this.#at;
    const { network, free } = this.policy;
    const weights = network.readParameters();
    const top = Math.min(nTop ?? nDelta, nDelta);
    const { stepSize, std } = this.#directions.move(weights, free, learningRate, top);
    checkLoss('train/return_std', std, this.progress.timesteps, learningRate);
    network.writeParameters(weights);
    this.#at.isUnderWay = 0;
    this.progress.updates += 1;
    return { delta_std: deltaStd, step_size: stepSize, return_std: std, learning_rate: learningRate };
  }

  #prepare(): CandidateEvaluation {
    const { nEvalEpisodes: episodes } = this.hyperparameters;
    return new CandidateEvaluation(this.env, this.policy, { episodes, progress: this.progress, seed: this.seed });
  }
}

export const ars: AlgorithmDefinition<ArsHyperparameters, ARS> = {
  name: 'ars',
  hyperparameters: arsHyperparameters,
  presets: arsPresets,
  check: checkDirections,
  build: (parts) => new ARS(parts),
};
