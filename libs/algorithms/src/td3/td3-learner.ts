import type { Optimizer } from '@cartwheel/nn';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { ClippedDoubleQ } from '../off-policy/continuous/clipped-double-q.ts';
import { ContinuousLearner } from '../off-policy/continuous/continuous-learner.ts';
import { ContinuousPolicy } from '../off-policy/continuous/continuous-policy.ts';
import type { Critics } from '../off-policy/continuous/critics.ts';
import { asTargets, startAlike } from '../off-policy/polyak.ts';
import type { UniformReplay } from '../off-policy/uniform-replay.ts';
import { layersOf } from '../policy/dense-layers.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import type { LearnerParts } from '../training/learner.ts';
import { DeterministicActor } from './deterministic-actor.ts';
import type { Td3Hyperparameters } from './hyperparameters.ts';
import { Td3Update } from './td3-update.ts';

/** What TD3 is, and DDPG with other defaults: a deterministic actor that goes up its critics' gradient. */
export class Td3Learner extends ContinuousLearner<Td3Hyperparameters> {
  protected readonly actor: DeterministicActor;
  protected readonly policy: ContinuousPolicy;
  readonly #targetActor: DeterministicActor;
  readonly #critics: Critics;
  readonly #targets: Critics;
  readonly #optimizers: Readonly<Record<'actor' | 'critics', Optimizer>>;

  constructor(parts: LearnerParts<Td3Hyperparameters>) {
    super(parts);
    const { engine, hyperparameters, defer } = parts;
    const { netArch, activation } = hyperparameters;
    const { observationSize, scale, streams } = this;
    const spec = { observationSize, actionSize: scale.size, netArch, activation };
    this.actor = new DeterministicActor(engine, spec, streams.initialization, defer);
    this.#targetActor = new DeterministicActor(engine, spec, streams.initialization, defer);
    startAlike(this.#targetActor.trained, this.actor.trained, defer);
    const { critics, targets } = this.createCritics(1);
    this.#critics = critics;
    this.policy = new ContinuousPolicy(this.actor, scale, critics);
    this.#targets = targets;
    this.#optimizers = {
      actor: engine.createOptimizer(Object.values(this.actor.trained), { kind: 'adam' }),
      critics: engine.createOptimizer(Object.values(critics.trained), { kind: 'adam' }),
    };
  }

  protected get optimizers(): Readonly<Record<string, Optimizer>> {
    return this.#optimizers;
  }

  protected get trained(): NamedTrainables {
    const online = { ...this.actor.trained, ...this.#critics.trained };
    const targets = { ...this.#targetActor.trained, ...this.#targets.trained };
    return { ...online, ...asTargets(targets) };
  }

  protected inference(): Pick<TrainedPolicy, 'activation' | 'output' | 'layers'> {
    const { activation } = this.hyperparameters;
    return { activation, output: 'squashed', layers: layersOf(this.actor.network) };
  }

  protected createUpdate(replay: UniformReplay): Td3Update {
    const { actor, streams, progress } = this;
    const actors = { actor, targetActor: this.#targetActor, actorOptimizer: this.#optimizers.actor };
    const critics = { critics: this.#critics, targets: this.#targets, criticOptimizer: this.#optimizers.critics };
    const objective = new ClippedDoubleQ({ batchSize: replay.batch.size, lossScale: 1 });
    return new Td3Update({ ...actors, ...critics, objective, replay, noiseRandom: streams.noise, progress });
  }
}
