import { CartwheelError } from '@cartwheel/async-guard';
import type { LiveHyperparameter, NamedParameters, PredictOptions } from '@cartwheel/callbacks';
import type { Action, Observation, VectorEnv } from '@cartwheel/envs';
import type { Defer, Engine, Network } from '@cartwheel/nn';
import type { LearnerState, Ring, Stateful } from '../checkpoint/learner-state.ts';
import { countersPart, envPart, generatorsPart, weightsPart } from '../checkpoint/parts.ts';
import { readParts, writeParts, writeRings } from '../checkpoint/read-and-write.ts';
import type { Algorithm, LearnOptions, LearnResult, PolicyFormat } from '../algorithm.ts';
import { closeEnv, openEnv, orClose, type EnvSource, type OpenEnv } from '../environment/open-env.ts';
import { checkSavedFeatures, type FeatureHook } from '../features/feature-hook.ts';
import type { HyperparameterTable, HyperparameterValue } from '../hyperparameters/hyperparameter.ts';
import { liveHyperparameters, readLiveHyperparameter } from '../hyperparameters/live-hyperparameters.ts';
import type { SaveOptions } from '../model-folder/model-files.ts';
import { writeModel, type SavedModel } from '../model-folder/saved-model.ts';
import { hashWeights, namedTensors, type NamedTrainables } from '../model-folder/weights.ts';
import { encodePolicy } from '../policy/encode-policy.ts';
import { encodeOnnx } from '../policy/onnx/encode-onnx.ts';
import type { TrainedPolicy } from '../policy/trained-policy.ts';
import { checkSpaces, describeSpaces, type Spaces } from '../spaces/spaces.ts';
import { createStreams, type Streams } from '../streams.ts';
import type { ActingPolicy, PolicyInsight } from './acting-policy.ts';
import { conductTraining } from './conduct-training.ts';
import type { Normalization } from './normalization.ts';
import { NormalizedPolicy } from './normalized-policy.ts';
import { Predictor } from './predictor.ts';
import type { Progress, TrainingRun } from './training-run.ts';

/** What every learner has. */
export type CommonHyperparameters = {
  /** Environments side by side, where the environment is given by its id or as a factory. Default 1. */
  numEnvs: number;
};

/** What a learner is made of. */
export interface LearnerParts<H> {
  name: string;
  envId: string;
  seed: number;
  hyperparameters: H;
  /** What each of them may be. */
  table: HyperparameterTable<H>;
  engine: Engine;
  spaces: Spaces;
  /** What observations go through before the policy's own layers. */
  features?: FeatureHook | undefined;
  /** Absent in a loaded model until it learns. */
  open: OpenEnv | undefined;
  /** What is told of long initialisations, to be done before it acts. Default: they are done at once. */
  defer?: Defer | undefined;
}

/**
 * What all learners share: the environment they learn in, the frame of `learn`, predictions, saving. A learner adds its
 * networks and its loop.
 */
export abstract class Learner<
  H extends CommonHyperparameters & Readonly<Record<string, HyperparameterValue>>,
> implements Algorithm {
  readonly name: string;
  readonly seed: number;
  readonly hyperparameters: Readonly<H>;

  protected readonly spaces: Spaces;
  /** The generators, one for each use. */
  protected readonly streams: Streams;
  protected readonly progress: Progress = { timesteps: 0, episodes: 0, updates: 0 };
  /** Who acts when `predict` is asked. */
  protected abstract readonly policy: ActingPolicy;
  /** All weights by name, in the order of their hash. */
  protected abstract readonly trained: NamedTrainables;
  /** Of observations and rewards, where the learner has it. */
  readonly #normalization: Normalization | undefined;

  readonly #engine: Pick<Engine, 'name' | 'build'>;
  readonly #table: HyperparameterTable<H>;
  #envId: string;
  #open: OpenEnv | undefined;
  #normalized: VectorEnv | undefined;
  #predictor: Predictor | undefined;
  #isLearning = false;
  #run: TrainingRun | undefined;
  #isDisposed = false;

  constructor(parts: LearnerParts<H>, normalization?: Normalization) {
    const { name, envId, seed, hyperparameters, table, engine, spaces, open } = parts;
    this.name = name;
    this.seed = seed;
    this.hyperparameters = hyperparameters;
    this.#table = table;
    this.spaces = spaces;
    this.streams = createStreams(seed);
    this.#normalization = normalization;
    this.#engine = { name: engine.name, build: engine.build };
    this.#envId = envId;
    this.#open = open;
  }

  get envId(): string {
    return this.#envId;
  }

  get engine(): Pick<Engine, 'name' | 'build'> {
    return this.#engine;
  }

  get liveHyperparameters(): Readonly<Record<string, LiveHyperparameter>> {
    return liveHyperparameters(this.#table, this.hyperparameters);
  }

  get timesteps(): number {
    return this.progress.timesteps;
  }

  get numEnvs(): number {
    return this.hyperparameters.numEnvs;
  }

  async learn(options: LearnOptions): Promise<LearnResult> {
    this.#checkReady();
    this.#isLearning = true;
    try {
      return await conductTraining(this, this.progress, options, (run) => {
        this.#run = run;
        return this.train(run);
      });
    } finally {
      this.#run = undefined;
      this.#isLearning = false;
    }
  }

  setHyperparameter(name: string, value: unknown): void {
    // In place: the learner's parts hold this object, and read it at each use.
    Object.assign(this.hyperparameters, readLiveHyperparameter(this.name, this.#table, name, value));
  }

  predict(observation: Observation, options?: PredictOptions): Action {
    return this.#predicting.predict(observation, options);
  }

  inspect(observation: Observation): PolicyInsight {
    return this.#predicting.inspect(observation);
  }

  parameters(): Iterable<NamedParameters> {
    return namedTensors(this.trained);
  }

  weightsHash(): string {
    return hashWeights(this.trained);
  }

  save(dir: string, options?: SaveOptions): Promise<string> {
    const { name: algorithm, envId, seed, hyperparameters, engine } = this;
    const setting = { algorithm, envId, seed, ...describeSpaces(this.spaces), hyperparameters, engine };
    const normalization = this.#normalization?.statistics;
    const features = this.features?.outputSize;
    return writeModel(dir, { ...setting, progress: this.progress, normalization, features }, this.trained, options);
  }

  readState(): LearnerState {
    this.#checkSafe();
    return { parts: readParts(this.#parts()), rings: this.rings() };
  }

  writeState(state: LearnerState): void {
    this.#checkSafe();
    const parts = this.#parts();
    writeRings(this.rings(), state.rings);
    writeParts(parts, state.parts);
  }

  exportPolicy(format: PolicyFormat): Uint8Array {
    const { name: algorithm, envId } = this;
    const policy = { algorithm, envId, ...describeSpaces(this.spaces), ...this.inference() };
    const observationScale = this.#normalization?.scale;
    const scaled = { ...policy, observationScale };
    return format === 'onnx' ? encodeOnnx(scaled) : encodePolicy(scaled);
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#open !== undefined) closeEnv(this.#open);
  }

  /** Takes over what `save` wrote. Throws `algorithms/altered-model`. */
  restore(saved: SavedModel): void {
    checkSavedFeatures(saved.dir, saved.description.features, this.features);
    saved.restoreInto(this.trained, this.#normalization);
    Object.assign(this.progress, saved.description.progress);
  }

  /** Learns in `source` from now on. Throws `envs/unknown-env` and `algorithms/other-spaces`. */
  openEnv(source: EnvSource): OpenEnv {
    const open = openEnv(source, this.numEnvs);
    orClose(open, () => checkSpaces(open.env, this.spaces));
    this.#open = open;
    this.#normalized = undefined;
    this.#envId = open.envId;
    return open;
  }

  /** What its hook made of observations, where it has one. */
  protected get features(): Network | undefined {
    return undefined;
  }

  /** What of its networks it takes to act. */
  protected abstract inference(): Pick<
    TrainedPolicy,
    'activation' | 'output' | 'layers' | 'logStd' | 'meanBound' | 'stateDependent'
  >;

  /** Collects and learns until `run.totalTimesteps` are done or `run.isStopping`. */
  protected abstract train(run: TrainingRun): Promise<void>;

  /**
   * What of the learner's own, by name, its next step depends on, apart from what every learner has: progress, generators,
   * weights and environments. Made if there is none yet, as the first `learn` would.
   */
  protected abstract parts(): Readonly<Record<string, Stateful>>;

  /** Replay buffers, by name. */
  protected rings(): Readonly<Record<string, Ring>> {
    return {};
  }

  /** Where it learns, as it sees it; opened by its id in a model that was loaded without one. */
  protected get env(): VectorEnv {
    const { env } = this.#open ?? this.openEnv(this.envId);
    return (this.#normalized ??= this.#normalization?.wrap(env)) ?? env;
  }

  get #predicting(): Predictor {
    return (this.#predictor ??= new Predictor(this.#actor, this.spaces, this.streams.prediction));
  }

  get #actor(): ActingPolicy {
    return this.#normalization === undefined ? this.policy : new NormalizedPolicy(this.policy, this.#normalization);
  }

  /** The learner's own are asked for first: where they are made for the first time, that resets the environments. */
  #parts(): Readonly<Record<string, Stateful>> {
    const { progress, streams, trained } = this;
    const own = this.parts();
    const shared = {
      progress: countersPart(progress),
      streams: generatorsPart({ ...streams }),
      weights: weightsPart(trained),
    };
    return { ...own, env: envPart(this.env), ...shared };
  }

  #checkSafe(): void {
    if (!this.#isLearning || this.#run?.isAtSafePoint === true) return;
    throw new CartwheelError(
      'algorithms/not-at-safe-point',
      'While a model learns, its state is whole only within onSafePoint: read it there, or after learn().',
    );
  }

  #checkReady(): void {
    if (this.#isDisposed)
      throw new CartwheelError('algorithms/disposed', 'A disposed model cannot learn: make another.');
    if (!this.#isLearning) return;
    throw new CartwheelError('algorithms/busy', 'One learn() at a time: await the one under way, or stop it first.');
  }
}
