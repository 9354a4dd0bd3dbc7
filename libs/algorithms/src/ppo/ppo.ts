import { CartwheelError } from '@cartwheel/async-guard';
import type { NamedParameters } from '@cartwheel/callbacks';
import type { Action, Observation } from '@cartwheel/envs';
import { createJsEngine, type Engine, type Optimizer } from '@cartwheel/nn';
import type {
  Algorithm,
  AlgorithmOptions,
  LearnOptions,
  LearnResult,
  LoadOptions,
  ModelOptions,
} from '../algorithm.ts';
import { createDistribution } from '../distributions/create-distribution.ts';
import {
  closeEnv,
  envIdOf,
  hyperparametersOf,
  openEnv,
  orClose,
  type EnvSource,
  type OpenEnv,
} from '../environment/open-env.ts';
import { resolveHyperparameters } from '../hyperparameters/resolve-hyperparameters.ts';
import { readModel, writeModel } from '../model-folder/saved-model.ts';
import { hashWeights, namedTensors, type NamedNetworks } from '../model-folder/weights.ts';
import { ActorCritic } from '../on-policy/actor-critic.ts';
import { Predictor } from '../on-policy/predictor.ts';
import { RolloutBuffer } from '../on-policy/rollout-buffer.ts';
import { RolloutCollector } from '../on-policy/rollout-collector.ts';
import { presetLayer } from '../preset.ts';
import { checkSpaces, describeSpaces, restoreSpaces, type Spaces } from '../spaces/spaces.ts';
import { createStreams, type Streams } from '../streams.ts';
import { conductTraining } from '../training/conduct-training.ts';
import type { Progress, TrainingRun } from '../training/training-run.ts';
import { checkRolloutSizes, ppoHyperparameters } from './hyperparameters.ts';
import type { PpoHyperparameterInput, PpoHyperparameters } from './hyperparameters.ts';
import { PpoUpdate } from './ppo-update.ts';
import { ppoPresets } from './presets.ts';

export type PpoOptions = ModelOptions & PpoHyperparameterInput;

const NAME = 'ppo';

/** Of Stable-Baselines3's on-policy learners; PyTorch's own default is 1e-8. */
const ADAM_EPSILON = 1e-5;

/**
 * Proximal policy optimisation with the clipped surrogate (Schulman et al. 2017, https://arxiv.org/abs/1707.06347), with
 * the details and defaults of Stable-Baselines3.
 *
 * ```ts
 * const model = await PPO.create('CartPole-v1', { seed: 0, preset: 'tuned' });
 * await model.learn({ totalTimesteps: 100_000 });
 * const action = model.predict(observation, { deterministic: true });
 * await model.save('cartpole');
 * ```
 */
export class PPO implements Algorithm {
  readonly name = NAME;
  readonly seed: number;
  readonly hyperparameters: Readonly<PpoHyperparameters>;

  readonly #engine: Engine;
  readonly #spaces: Spaces;
  readonly #streams: Streams;
  readonly #policy: ActorCritic;
  readonly #optimizer: Optimizer;
  readonly #predictor: Predictor;
  readonly #progress: Progress = { timesteps: 0, episodes: 0, updates: 0 };
  #envId: string;
  #open: OpenEnv | undefined;
  #iteration: Iteration | undefined;
  #isLearning = false;
  #isDisposed = false;

  /** Use `PPO.create` or `PPO.load`. */
  constructor({ envId, seed, hyperparameters, engine, spaces, open }: PpoParts) {
    const { numEnvs, nSteps, batchSize, netArch, activation } = hyperparameters;
    this.#envId = envId;
    this.seed = seed;
    this.hyperparameters = hyperparameters;
    this.#engine = engine;
    this.#spaces = spaces;
    this.#open = open;
    this.#streams = createStreams(seed);
    const mostRows = Math.max(numEnvs, Math.min(batchSize, nSteps * numEnvs));
    const distribution = createDistribution(NAME, spaces.actionSpace, mostRows);
    const observationSize = spaces.observationSpace.flatSize;
    const spec = { observationSize, distribution, netArch, activation };
    this.#policy = new ActorCritic(engine, spec, this.#streams.initialization);
    this.#optimizer = engine.createOptimizer(this.#policy.networks, { kind: 'adam', epsilon: ADAM_EPSILON });
    this.#predictor = new Predictor(this.#policy, spaces, this.#streams.prediction);
  }

  /**
   * A learner for `env`: an id (`CartPole-v1`), a factory of environments, or a vector of them.
   *
   * Throws `envs/unknown-env`, `algorithms/unknown-hyperparameter`, `algorithms/invalid-hyperparameter` and
   * `algorithms/unsupported-action-space`.
   */
  static create(env: EnvSource, options: PpoOptions = {}): Promise<PPO> {
    const { seed, preset, engine, onWarning, ...hyperparameters } = options;
    return PPO.createFrom(env, { seed, preset, engine, onWarning, hyperparameters });
  }

  /** The same with the hyperparameters as data: those of a config file, say. */
  static async createFrom(source: EnvSource, options: AlgorithmOptions): Promise<PPO> {
    const { seed = 0, engine = createJsEngine() } = options;
    const preset = options.preset === 'tuned' ? presetLayer(ppoPresets, envIdOf(source)) : {};
    const hyperparameters = resolve([
      preset,
      hyperparametersOf(source),
      { numEnvs: options.numEnvs },
      options.hyperparameters ?? {},
    ]);
    warnOfSizes(hyperparameters, options.onWarning);
    const open = openEnv(source, hyperparameters.numEnvs);
    const parts = { envId: open.envId, seed, hyperparameters, engine, spaces: open.env, open };
    return orClose(open, () => new PPO(parts));
  }

  /**
   * The model that `save` wrote to `dir`. It predicts as it did; learning goes on with fresh Adam moments and random
   * numbers.
   *
   * Throws `algorithms/missing-model-file`, `algorithms/altered-model`, `algorithms/unknown-model-format`,
   * `algorithms/other-algorithm` and `algorithms/other-spaces`.
   */
  static async load(dir: string, { env: source, engine = createJsEngine() }: LoadOptions = {}): Promise<PPO> {
    const saved = await readModel(dir, NAME);
    const { seed, envId, progress } = saved.description;
    const spaces = restoreSpaces(saved.description);
    const ofEnv = source === undefined ? {} : hyperparametersOf(source);
    const hyperparameters = resolve([saved.description.hyperparameters, ofEnv]);
    const model = new PPO({ envId, seed, hyperparameters, engine, spaces, open: undefined });
    saved.restoreInto(model.#networks);
    Object.assign(model.#progress, progress);
    if (source !== undefined) model.#openEnv(source);
    return model;
  }

  get envId(): string {
    return this.#envId;
  }

  get engine(): Pick<Engine, 'name' | 'build'> {
    const { name, build } = this.#engine;
    return { name, build };
  }

  get timesteps(): number {
    return this.#progress.timesteps;
  }

  get numEnvs(): number {
    return this.hyperparameters.numEnvs;
  }

  async learn(options: LearnOptions): Promise<LearnResult> {
    this.#checkReady();
    this.#isLearning = true;
    try {
      return await conductTraining(this, this.#progress, options, (run) => this.#train(run));
    } finally {
      this.#isLearning = false;
    }
  }

  predict(observation: Observation, { deterministic = false }: { deterministic?: boolean } = {}): Action {
    return this.#predictor.predict(observation, deterministic);
  }

  parameters(): Iterable<NamedParameters> {
    return namedTensors(this.#networks);
  }

  weightsHash(): string {
    return hashWeights(this.#networks);
  }

  save(dir: string): Promise<string> {
    const { name: algorithm, envId, seed, hyperparameters } = this;
    const setting = { algorithm, envId, seed, ...describeSpaces(this.#spaces), hyperparameters, engine: this.engine };
    return writeModel(dir, { ...setting, progress: this.#progress }, this.#networks);
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#open !== undefined) closeEnv(this.#open);
  }

  get #networks(): NamedNetworks {
    return { actor: this.#policy.actor, critic: this.#policy.critic };
  }

  /** Algorithm 1 of the paper: run the old policy, estimate advantages, optimise the surrogate; and again. */
  async #train(run: TrainingRun): Promise<void> {
    const { collector, update } = (this.#iteration ??= this.#prepare());
    while (run.timesteps < run.totalTimesteps) {
      const isWhole = await collector.collect(run, this.hyperparameters);
      if (!isWhole) return;
      const statistics = await update.run(run, this.hyperparameters);
      const { updates } = this.#progress;
      await run.tell(run.hooks.onUpdate, { type: 'update', ...run.moment(), updates, statistics });
      if (run.isStopping) return;
    }
  }

  /** What the first `learn` needs and the later ones go on with. */
  #prepare(): Iteration {
    const { env } = this.#open ?? this.#openEnv(this.envId);
    const { nSteps, batchSize, numEnvs } = this.hyperparameters;
    const policy = this.#policy;
    const progress = this.#progress;
    const { distribution, observationSize } = policy;
    const buffer = new RolloutBuffer({ steps: nSteps, envs: numEnvs, observationSize }, distribution);
    const learning = { policy, optimizer: this.#optimizer, buffer, random: this.#streams.order, progress };
    return {
      collector: new RolloutCollector({ env, policy, buffer, random: this.#streams.actions, progress }, this.seed),
      update: new PpoUpdate(learning, batchSize),
    };
  }

  /** Throws `envs/unknown-env` and `algorithms/other-spaces`. */
  #openEnv(source: EnvSource): OpenEnv {
    const open = openEnv(source, this.numEnvs);
    orClose(open, () => checkSpaces(open.env, this.#spaces));
    this.#open = open;
    this.#envId = open.envId;
    return open;
  }

  #checkReady(): void {
    if (this.#isDisposed)
      throw new CartwheelError('algorithms/disposed', 'A disposed model cannot learn: make another.');
    if (!this.#isLearning) return;
    throw new CartwheelError('algorithms/busy', 'One learn() at a time: await the one under way, or stop it first.');
  }
}

/** What a PPO is made of. */
interface PpoParts {
  envId: string;
  seed: number;
  hyperparameters: PpoHyperparameters;
  engine: Engine;
  spaces: Spaces;
  /** Absent in a loaded model until it learns. */
  open: OpenEnv | undefined;
}

/** The two halves of an iteration. */
interface Iteration {
  collector: RolloutCollector;
  update: PpoUpdate;
}

function resolve(layers: readonly Readonly<Record<string, unknown>>[]): PpoHyperparameters {
  return resolveHyperparameters(NAME, ppoHyperparameters, layers);
}

function warnOfSizes(hyperparameters: PpoHyperparameters, onWarning: ModelOptions['onWarning']): void {
  const warning = checkRolloutSizes(hyperparameters);
  if (warning !== undefined) onWarning?.(warning);
}
