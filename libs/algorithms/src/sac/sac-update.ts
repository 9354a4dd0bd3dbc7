import type { Optimizer } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import { checkLoss } from '../not-finite.ts';
import type { CriticObjective } from '../off-policy/continuous/critic-objective.ts';
import type { Critics } from '../off-policy/continuous/critics.ts';
import { MeanStatistics } from '../off-policy/mean-statistics.ts';
import type { GradientStep, OffPolicyUpdate } from '../off-policy/off-policy-learner.ts';
import { polyakUpdate } from '../off-policy/polyak.ts';
import type { ReplayBatch, ReplayBuffer } from '../off-policy/replay-buffer.ts';
import { UniformSampler } from '../off-policy/replay-sampler.ts';
import type { EntropyCoefficient } from './entropy-coefficient.ts';
import type { SacHyperparameters } from './hyperparameters.ts';
import type { SquashedActor } from './squashed-actor.ts';

interface SacUpdateOptions {
  actor: SquashedActor;
  actorOptimizer: Optimizer;
  critics: Critics;
  criticOptimizer: Optimizer;
  /** Follows `critics`. */
  targets: Critics;
  objective: CriticObjective;
  entropy: EntropyCoefficient;
  buffer: ReplayBuffer;
  /** Draws the rows. */
  rowsRandom: Generator;
  /** Draws the actions. */
  noiseRandom: Generator;
}

type Settings = Pick<SacHyperparameters, 'tau' | 'targetUpdateInterval'>;

/** Gradient steps of SAC (arXiv 1812.05905), and of learners that differ in what their critics learn. */
export class SacUpdate implements OffPolicyUpdate<Settings> {
  readonly #options: SacUpdateOptions;
  readonly #sampler: UniformSampler;
  readonly #batch: ReplayBatch;
  readonly #rows: Int32Array;
  readonly #weights: Float32Array;
  readonly #actions: Float32Array;
  readonly #bonuses: Float32Array;
  readonly #statistics = new MeanStatistics<'ent_coef' | 'ent_coef_loss' | 'critic_loss' | 'actor_loss'>();

  constructor(options: SacUpdateOptions, batchSize: number) {
    this.#options = options;
    this.#sampler = new UniformSampler(options.buffer);
    this.#batch = options.buffer.createBatch(batchSize);
    this.#rows = new Int32Array(batchSize);
    this.#weights = new Float32Array(batchSize);
    this.#actions = new Float32Array(batchSize * options.actor.actionSize);
    this.#bonuses = new Float32Array(batchSize);
  }

  learn({ learningRate, timesteps, index }: Readonly<GradientStep>, { tau, targetUpdateInterval }: Settings): void {
    const { entropy, buffer, rowsRandom, critics, targets } = this.#options;
    this.#sampler.sample(rowsRandom, this.#rows, this.#weights);
    buffer.gather(this.#rows, this.#batch);
    const entropyCoefficient = entropy.value;
    this.#setTargets(entropyCoefficient);
    this.#drawActions();
    this.#learnEntropy(entropyCoefficient, learningRate);
    const criticLoss = this.#learnCritics(learningRate);
    const actorLoss = this.#learnActor(entropyCoefficient, learningRate);
    if (index % targetUpdateInterval === 0) polyakUpdate(targets.trained, critics.trained, tau);

    checkLoss('train/critic_loss', criticLoss, timesteps, learningRate);
    checkLoss('train/actor_loss', actorLoss, timesteps, learningRate);
    this.#statistics.add('critic_loss', criticLoss);
    this.#statistics.add('actor_loss', actorLoss);
  }

  takeStatistics(): Record<string, number> | undefined {
    return this.#statistics.take();
  }

  /** Before the actions of the batch are drawn: the actor's last pass must be the one that it learns from. */
  #setTargets(entropyCoefficient: number): void {
    const { actor, targets, objective, noiseRandom } = this.#options;
    const { nextObservations, size } = this.#batch;
    actor.sample(nextObservations, size, noiseRandom, this.#actions);
    for (let row = 0; row < size; row++) this.#bonuses[row] = -entropyCoefficient * actor.logProbabilities[row];
    objective.setTargets(this.#batch, targets.forward(nextObservations, this.#actions), this.#bonuses);
  }

  /** Those that the actor would take now, and whose log-probabilities it leaves. */
  #drawActions(): void {
    const { actor, noiseRandom } = this.#options;
    actor.sample(this.#batch.observations, this.#batch.size, noiseRandom, this.#actions);
  }

  #learnEntropy(entropyCoefficient: number, learningRate: number): void {
    const { actor, entropy } = this.#options;
    const loss = entropy.learn(actor.logProbabilities, learningRate);
    this.#statistics.add('ent_coef', entropyCoefficient);
    if (loss !== undefined) this.#statistics.add('ent_coef_loss', loss);
  }

  #learnCritics(learningRate: number): number {
    const { critics, criticOptimizer, objective } = this.#options;
    const loss = objective.loss(critics.forward(this.#batch.observations, this.#batch.actions), critics.gradients);
    critics.backwardToParameters();
    criticOptimizer.step({ learningRate });
    return loss;
  }

  /** Minimises mean(α · log π − Q), through the critics as they are now. */
  #learnActor(entropyCoefficient: number, learningRate: number): number {
    const { actor, actorOptimizer, critics, objective } = this.#options;
    const { observations, size } = this.#batch;
    const value = objective.value(critics.forward(observations, this.#actions), critics.gradients);
    actor.backward(critics.backwardToActions(), entropyCoefficient / size);
    actorOptimizer.step({ learningRate });
    let sum = 0;
    for (let row = 0; row < size; row++) sum += actor.logProbabilities[row];
    return (entropyCoefficient * sum) / size - value;
  }
}
