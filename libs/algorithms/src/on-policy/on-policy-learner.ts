import type { Network, Optimizer, OptimizerOptions } from '@cartwheel/nn';
import { codeInPolicy, createFeatures } from '../features/feature-hook.ts';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { optimizerPart } from '../checkpoint/parts.ts';
import { createDistribution } from '../distributions/create-distribution.ts';
import type { HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { layersOf } from '../policy/dense-layers.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import { Learner, type LearnerParts } from '../training/learner.ts';
import { createNormalization } from '../training/normalization.ts';
import type { TrainingRun } from '../training/training-run.ts';
import { ActorCritic } from './actor-critic.ts';
import type { OnPolicyHyperparameters } from './hyperparameters.ts';
import { RolloutBuffer } from './rollout-buffer.ts';
import { RolloutCollector } from './rollout-collector.ts';

/** The second half of an iteration: what an algorithm learns from the rollout in the buffer. */
export interface OnPolicyUpdate<H> {
  /**
   * Gives the statistics in Stable-Baselines3's words; nothing where it was told to stop half-way, between two gradient
   * steps: the next call goes on there.
   */
  run(run: TrainingRun, hyperparameters: Readonly<H>): Promise<Record<string, number> | undefined>;
  /** How far an update is that was stopped half-way, for one that can be. */
  readonly position?: Stateful;
}

/** What an algorithm adds to the loop that PPO and A2C share. */
export interface OnPolicyForm {
  optimizer: OptimizerOptions;
  /** Most rows that one gradient step takes. */
  mostRows: number;
}

/** An actor–critic that learns from what it just did: collect a rollout, learn from it, forget it; and again. */
export abstract class OnPolicyLearner<
  H extends OnPolicyHyperparameters & Readonly<Record<string, HyperparameterValue>>,
> extends Learner<H> {
  protected readonly policy: ActorCritic;
  protected readonly optimizer: Optimizer;
  #iteration: Iteration<H> | undefined;

  constructor(parts: LearnerParts<H>, { optimizer, mostRows }: OnPolicyForm) {
    const { name: algorithm, engine, spaces, hyperparameters } = parts;
    super(parts, createNormalization(spaces.observationSpace.flatSize, hyperparameters));
    const { numEnvs, logStdInit, useSde, fullStd, netArch, sharedTrunk } = hyperparameters;
    const capacity = Math.max(numEnvs, mostRows);
    const observationSize = spaces.observationSpace.flatSize;
    const random = this.streams.initialization;
    const features = createFeatures(parts.features, { engine, observationSize, random });
    const featureSize = netArch.at(-1) ?? sharedTrunk.at(-1) ?? features?.outputSize ?? observationSize;
    const stateDependent = useSde ? { featureSize, fullStd } : undefined;
    const options = { algorithm, capacity, engine, logStdInit, stateDependent };
    const distribution = createDistribution(spaces.actionSpace, options);
    const spec = { ...hyperparameters, observationSize, features, distribution };
    this.policy = new ActorCritic(engine, spec, random, parts.defer);
    this.optimizer = engine.createOptimizer(Object.values(this.policy.trained), optimizer);
  }

  protected get trained(): NamedTrainables {
    return this.policy.trained;
  }

  protected override get features(): Network | undefined {
    return this.policy.features;
  }

  protected inference(): Pick<TrainedPolicy, 'activation' | 'output' | 'layers' | 'logStd' | 'stateDependent'> {
    const { features, trunk, actorBody, actor, distribution } = this.policy;
    if (features !== undefined) throw codeInPolicy(this.name);
    const layers = [trunk, actorBody, actor].flatMap((part) => (part === undefined ? [] : layersOf(part)));
    const logStd = Object.values(distribution.trained).at(0)?.readParameters();
    const output = logStd === undefined ? 'logits' : 'mean';
    const stateDependent = distribution.exploration === undefined ? undefined : true;
    return { activation: this.hyperparameters.activation, output, layers, logStd, stateDependent };
  }

  protected abstract createUpdate(buffer: RolloutBuffer): OnPolicyUpdate<H>;

  protected async train(run: TrainingRun): Promise<void> {
    const { collector, update } = (this.#iteration ??= this.#prepare());
    while (run.timesteps < run.totalTimesteps || collector.isUnderWay) {
      const isWhole = await collector.collect(run, this.hyperparameters);
      if (!isWhole) return;
      const learned = await update.run(run, this.hyperparameters);
      if (learned === undefined) return;
      collector.release();
      const statistics = { ...learned, ...this.policy.distribution.statistics() };
      const { updates } = this.progress;
      await run.tell(run.hooks.onUpdate, { type: 'update', ...run.moment(), updates, statistics });
      await run.tellSafePoint();
      if (run.isStopping) return;
    }
  }

  protected parts(): Readonly<Record<string, Stateful>> {
    const { collector, update } = (this.#iteration ??= this.#prepare());
    const position = update.position === undefined ? {} : { update: update.position };
    return { optimizer: optimizerPart(this.optimizer), ...collector.parts, ...position };
  }

  /** What the first `learn` needs and the later ones go on with. */
  #prepare(): Iteration<H> {
    const { env, policy, progress } = this;
    const { nSteps, numEnvs } = this.hyperparameters;
    const { distribution, observationSize } = policy;
    const buffer = new RolloutBuffer({ steps: nSteps, envs: numEnvs, observationSize }, distribution);
    return {
      collector: new RolloutCollector({ env, policy, buffer, random: this.streams.actions, progress }, this.seed),
      update: this.createUpdate(buffer),
    };
  }
}

/** The two halves of an iteration. */
interface Iteration<H> {
  collector: RolloutCollector;
  update: OnPolicyUpdate<H>;
}
