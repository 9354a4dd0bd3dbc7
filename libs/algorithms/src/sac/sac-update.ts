import { stepInPieces, type Optimizer, type Pieces } from '@cartwheel/nn';
import type { Generator } from '@cartwheel/random';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { checkLoss } from '../not-finite.ts';
import type { CriticObjective } from '../off-policy/continuous/critic-objective.ts';
import type { Critics } from '../off-policy/continuous/critics.ts';
import { learnCritics } from '../off-policy/continuous/learn-critics.ts';
import { MeanStatistics } from '../off-policy/mean-statistics.ts';
import type { GradientStep, OffPolicyUpdate } from '../off-policy/off-policy-learner.ts';
import { polyakInPieces } from '../off-policy/polyak.ts';
import type { UniformReplay } from '../off-policy/uniform-replay.ts';
import type { EntropyCoefficient } from './entropy-coefficient.ts';
import type { SacHyperparameters } from './hyperparameters.ts';
import type { StochasticActor } from './stochastic-actor.ts';

interface SacUpdateOptions {
  actor: StochasticActor;
  actorOptimizer: Optimizer;
  critics: Critics;
  criticOptimizer: Optimizer;
  /** Follows `critics`. */
  targets: Critics;
  objective: CriticObjective;
  entropy: EntropyCoefficient;
  replay: UniformReplay;
  /** Draws the actions. */
  noiseRandom: Generator;
}

type Settings = Pick<SacHyperparameters, 'tau' | 'targetUpdateInterval'>;

/** Gradient steps of SAC (arXiv 1812.05905), and of learners that differ in what their critics learn. */
export class SacUpdate implements OffPolicyUpdate<Settings> {
  readonly #options: SacUpdateOptions;
  readonly #actions: Float32Array;
  readonly #bonuses: Float32Array;
  readonly #statistics = new MeanStatistics();

  constructor(options: SacUpdateOptions) {
    const { size } = options.replay.batch;
    this.#options = options;
    this.#actions = new Float32Array(size * options.actor.actionSize);
    this.#bonuses = new Float32Array(size);
  }

  *learn(
    { learningRate, timesteps, index }: Readonly<GradientStep>,
    { tau, targetUpdateInterval }: Settings,
  ): Pieces<void> {
    const { entropy, replay, critics, targets } = this.#options;
    replay.draw();
    const entropyCoefficient = entropy.value;
    yield* this.#setTargets(entropyCoefficient);
    yield undefined;
    const criticLoss = yield* learnCritics(this.#options, learningRate);
    yield undefined;
    yield* this.#drawActions();
    this.#learnEntropy(entropyCoefficient, learningRate);
    const actorLoss = yield* this.#learnActor(entropyCoefficient, learningRate);
    if (index % targetUpdateInterval === 0) yield* polyakInPieces(targets.trained, critics.trained, tau);

    checkLoss('train/critic_loss', criticLoss, timesteps, learningRate);
    checkLoss('train/actor_loss', actorLoss, timesteps, learningRate);
    this.#statistics.add('critic_loss', criticLoss);
    this.#statistics.add('actor_loss', actorLoss);
  }

  takeStatistics(): Record<string, number> | undefined {
    return this.#statistics.take();
  }

  get sums(): Stateful {
    return this.#statistics;
  }

  /** Before the actions of the batch are drawn: the actor's last pass must be the one that it learns from. */
  *#setTargets(entropyCoefficient: number): Pieces<void> {
    const { actor, targets, objective, replay, noiseRandom } = this.#options;
    const { nextObservations, size } = replay.batch;
    yield* actor.sample(nextObservations, size, noiseRandom, this.#actions);
    for (let row = 0; row < size; row++) this.#bonuses[row] = -entropyCoefficient * actor.logProbabilities[row];
    objective.setTargets(replay.batch, yield* targets.forward(nextObservations, this.#actions), this.#bonuses);
  }

  /** Those that the actor would take now, and whose log-probabilities it leaves. */
  *#drawActions(): Pieces<void> {
    const { actor, replay, noiseRandom } = this.#options;
    yield* actor.sample(replay.batch.observations, replay.batch.size, noiseRandom, this.#actions);
  }

  #learnEntropy(entropyCoefficient: number, learningRate: number): void {
    const { actor, entropy } = this.#options;
    const loss = entropy.learn(actor.logProbabilities, learningRate);
    this.#statistics.add('ent_coef', entropyCoefficient);
    if (loss !== undefined) this.#statistics.add('ent_coef_loss', loss);
  }

  /** Minimises mean(α · log π − Q), through the critics as they are now. */
  *#learnActor(entropyCoefficient: number, learningRate: number): Pieces<number> {
    const { actor, actorOptimizer, critics, objective, replay } = this.#options;
    const { observations, size } = replay.batch;
    const value = objective.value(yield* critics.forward(observations, this.#actions), critics.gradients);
    yield* actor.backward(yield* critics.backwardToActions(), entropyCoefficient / size);
    yield* stepInPieces(actorOptimizer, { learningRate });
    let sum = 0;
    for (let row = 0; row < size; row++) sum += actor.logProbabilities[row];
    return (entropyCoefficient * sum) / size - value;
  }
}
