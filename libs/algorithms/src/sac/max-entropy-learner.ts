import type { Optimizer } from '@cartwheel/nn';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { arrayOf, partState } from '../checkpoint/part-state.ts';
import type { HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { ContinuousLearner } from '../off-policy/continuous/continuous-learner.ts';
import { ContinuousPolicy } from '../off-policy/continuous/continuous-policy.ts';
import type { CriticObjective } from '../off-policy/continuous/critic-objective.ts';
import type { Critics } from '../off-policy/continuous/critics.ts';
import { asTargets } from '../off-policy/polyak.ts';
import type { UniformReplay } from '../off-policy/uniform-replay.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import type { LearnerParts } from '../training/learner.ts';
import { createEntropyCoefficient, type EntropyCoefficient } from './entropy-coefficient.ts';
import type { SacHyperparameters } from './hyperparameters.ts';
import { SacUpdate } from './sac-update.ts';
import { SquashedActor } from './squashed-actor.ts';
import { StateDependentActor } from './state-dependent-actor.ts';
import type { StochasticActor } from './stochastic-actor.ts';

/** Learning returns and the entropy of one's own actions together; what critics learn of the return is the algorithm's. */
export abstract class MaxEntropyLearner<
  H extends SacHyperparameters & Readonly<Record<string, HyperparameterValue>>,
> extends ContinuousLearner<H> {
  protected readonly actor: StochasticActor;
  protected readonly policy: ContinuousPolicy;
  readonly #objective: CriticObjective;
  readonly #critics: Critics;
  readonly #targets: Critics;
  readonly #entropy: EntropyCoefficient;
  readonly #optimizers: Readonly<Record<'actor' | 'critics', Optimizer>>;

  constructor(parts: LearnerParts<H>, objective: CriticObjective) {
    super(parts);
    const { engine, hyperparameters, defer } = parts;
    const { netArch, activation, batchSize, numEnvs, entCoef, targetEntropy, useSde, logStdInit } = hyperparameters;
    const { observationSize, scale, streams } = this;
    const capacity = Math.max(batchSize, numEnvs);
    const spec = { observationSize, actionSize: scale.size, netArch, activation, capacity };
    this.actor = useSde
      ? new StateDependentActor(engine, { ...spec, logStdInit }, streams.initialization, defer)
      : new SquashedActor(engine, spec, streams.initialization, defer);
    this.#objective = objective;
    const { critics, targets } = this.createCritics(objective.atoms);
    this.#critics = critics;
    this.policy = new ContinuousPolicy(this.actor, scale, critics);
    this.#targets = targets;
    // quality-ignore duplicates -- two learners name their optimizers alike, of parts that differ
    this.#entropy = createEntropyCoefficient(engine, entCoef, targetEntropy === 'auto' ? -scale.size : targetEntropy);
    this.#optimizers = {
      actor: engine.createOptimizer(Object.values(this.actor.trained), { kind: 'adam' }),
      critics: engine.createOptimizer(Object.values(critics.trained), { kind: 'adam' }),
    };
  }

  protected get optimizers(): Readonly<Record<string, Optimizer>> {
    return { ...this.#optimizers, ...this.#entropy.optimizers };
  }

  protected get trained(): NamedTrainables {
    const targets = asTargets(this.#targets.trained);
    return { ...this.actor.trained, ...this.#critics.trained, ...targets, ...this.#entropy.trained };
  }

  protected inference(): Pick<TrainedPolicy, 'activation' | 'output' | 'layers' | 'meanBound'> {
    return { activation: this.hyperparameters.activation, ...this.actor.inference() };
  }

  protected override explorationParts(): Readonly<Record<string, Stateful>> {
    const { exploration } = this.actor;
    if (exploration === undefined) return {};
    const matrices: Stateful = {
      readState: () => partState({ matrices: exploration.matrices }),
      writeState(state) {
        exploration.matrices = Float32Array.from(arrayOf(state, 'matrices'));
      },
    };
    return { matrices };
  }

  /** gSDE's noise lasts until the next burst of gradient steps, or for `sdeSampleFreq` steps. */
  protected override beforeStep(step: number): void {
    const { sdeSampleFreq, numEnvs } = this.hyperparameters;
    const isDue = step === 0 || (sdeSampleFreq > 0 && step % sdeSampleFreq === 0);
    if (isDue) this.actor.exploration?.draw(this.streams.actions, numEnvs);
  }

  protected createUpdate(replay: UniformReplay): SacUpdate {
    const { actor, streams } = this;
    const critics = { critics: this.#critics, targets: this.#targets, objective: this.#objective };
    const optimizers = { actorOptimizer: this.#optimizers.actor, criticOptimizer: this.#optimizers.critics };
    const entropy = this.#entropy;
    return new SacUpdate({ actor, ...critics, ...optimizers, entropy, replay, noiseRandom: streams.noise });
  }
}
