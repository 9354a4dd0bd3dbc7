import { CartwheelError } from '@cartwheel/async-guard';
import { Discrete, type Space } from '@cartwheel/envs';
import type { Network, Optimizer, OptimizerOptions } from '@cartwheel/nn';
import type { Stateful } from '../checkpoint/learner-state.ts';
import { countersPart } from '../checkpoint/parts.ts';
import { codeInPolicy } from '../features/feature-hook.ts';
import type { HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import type { NamedTrainables } from '../model-folder/weights.ts';
import { foldAtoms } from '../policy/dense-layers.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import type { LearnerParts } from '../training/learner.ts';
import type { TrainingRun } from '../training/training-run.ts';
import { ExperienceCollector } from './experience-collector.ts';
import { explorationRateAt } from './exploration.ts';
import type { QHyperparameters } from './hyperparameters.ts';
import { OffPolicyLearner, type Machinery } from './off-policy-learner.ts';
import { asTargets, polyakUpdate, startAlike } from './polyak.ts';
import { CHOICE, QExplorer } from './q-explorer.ts';
import { createQNetwork, type QNetwork, type QNetworkSpec } from './q-network.ts';
import { QPolicy } from './q-policy.ts';
import { QUpdate, type QLoss } from './q-update.ts';
import { ReplayBuffer } from './replay-buffer.ts';
import { PrioritizedSampler, UniformSampler, type ReplaySampler } from './replay-sampler.ts';

/** What an algorithm adds to the loop that DQN and QR-DQN share. */
export interface QForm {
  /** Numbers that describe the return of one action. */
  atoms: number;
  optimizer: OptimizerOptions;
}

/** Q learning with a replay buffer and a target network. */
export abstract class QLearner<
  H extends QHyperparameters & Readonly<Record<string, HyperparameterValue>>,
> extends OffPolicyLearner<H> {
  protected readonly policy: QPolicy;
  protected readonly actions: number;
  readonly #atoms: number;
  readonly #start: number;
  readonly #online: QNetwork;
  readonly #target: QNetwork;
  readonly #optimizer: Optimizer;
  readonly #targetClock = { steps: 0 };

  constructor(parts: LearnerParts<H>, { atoms, optimizer }: QForm) {
    super(parts);
    const { name, engine, spaces, hyperparameters } = parts;
    const { n, start } = requireDiscrete(name, spaces.actionSpace);
    const { netArch, activation, dueling } = hyperparameters;
    const observationSize = spaces.observationSpace.flatSize;
    const { features } = parts;
    const defer = features === undefined ? parts.defer : undefined;
    const spec: QNetworkSpec = { observationSize, actions: n, atoms, netArch, activation, dueling, features, defer };
    this.actions = n;
    this.#atoms = atoms;
    this.#start = start;
    this.#online = createQNetwork(engine, spec, this.streams.initialization);
    this.#target = createQNetwork(engine, spec, this.streams.initialization);
    startAlike(this.#target.trained, this.#online.trained, defer);
    this.policy = new QPolicy(this.#online, spec, start);
    this.#optimizer = engine.createOptimizer(Object.values(this.#online.trained), optimizer);
  }

  protected get trained(): NamedTrainables {
    return { ...this.#online.trained, ...asTargets(this.#target.trained) };
  }

  protected override get features(): Network | undefined {
    return this.#online.features;
  }

  protected inference(): Pick<TrainedPolicy, 'activation' | 'output' | 'layers'> {
    if (this.features !== undefined) throw codeInPolicy(this.name);
    const layers = this.#online.layers();
    const last = foldAtoms(layers[layers.length - 1], this.#atoms);
    return { activation: this.hyperparameters.activation, output: 'q_values', layers: [...layers.slice(0, -1), last] };
  }

  protected abstract createLoss(batchSize: number): QLoss;

  #setExplorationRate(run: TrainingRun): void {
    const isWarmingUp = run.timesteps < this.hyperparameters.learningStarts;
    this.policy.explorationRate = isWarmingUp ? 1 : explorationRateAt(run.progressRemaining, this.hyperparameters);
  }

  #updateTargetIfDue(): void {
    const { targetUpdateInterval, tau, numEnvs } = this.hyperparameters;
    this.#targetClock.steps += numEnvs;
    if (this.#targetClock.steps < targetUpdateInterval) return;
    this.#targetClock.steps = 0;
    polyakUpdate(this.#target.trained, this.#online.trained, tau);
  }

  protected override statistics(): Record<string, number> {
    return { exploration_rate: this.policy.explorationRate };
  }

  protected prepare(): Machinery<H> {
    const { env, policy, progress, streams, actions } = this;
    const { bufferSize, batchSize, nSteps, gamma } = this.hyperparameters;
    const buffer = new ReplayBuffer(bufferSize, policy.observationSize, CHOICE);
    const sampler = this.#createSampler(buffer);
    const learning = { online: this.#online, target: this.#target, actions, atoms: this.#atoms, buffer, sampler };
    const means = { optimizer: this.#optimizer, loss: this.createLoss(batchSize), random: streams.order };
    const explorer = new QExplorer(policy, this.#start, streams.actions);
    const acting = { env, explorer, nSteps, gamma, progress };
    const parts: Record<string, Stateful> = {
      targetClock: countersPart(this.#targetClock),
      exploration: policy.exploration,
      ...(sampler.priorities === undefined ? {} : { priorities: sampler.priorities }),
    };
    return {
      buffer,
      optimizers: { q: this.#optimizer },
      parts,
      collector: new ExperienceCollector(
        { ...acting, keep: (transition) => sampler.added(buffer.add(transition)) },
        this.seed,
      ),
      update: new QUpdate({ ...learning, ...means }, batchSize),
      beforeStep: (run) => this.#setExplorationRate(run),
      afterStep: () => this.#updateTargetIfDue(),
    };
  }

  #createSampler(buffer: ReplayBuffer): ReplaySampler {
    const { prioritizedReplay, priorityAlpha: alpha, priorityBeta: beta } = this.hyperparameters;
    return prioritizedReplay ? new PrioritizedSampler(buffer, { alpha, beta }) : new UniformSampler(buffer);
  }
}

function requireDiscrete(algorithm: string, actionSpace: Space): Discrete {
  if (actionSpace instanceof Discrete) return actionSpace;
  throw new CartwheelError(
    'algorithms/unsupported-action-space',
    `${algorithm} needs a Discrete action space of @cartwheel/envs; this one is ${String(actionSpace)}. Learn with ppo or a2c.`,
  );
}
