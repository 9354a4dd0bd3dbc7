import type { LiveHyperparameter, NamedParameters, Policy, TrainingCallback } from '@cartwheel/callbacks';
import type { Observation } from '@cartwheel/envs';
import type { Engine } from '@cartwheel/nn';
import type { LearnerState } from './checkpoint/learner-state.ts';
import type { EnvSource } from './environment/open-env.ts';
import type { FeatureHook } from './features/feature-hook.ts';
import type { ModelFiles, SaveOptions } from './model-folder/model-files.ts';
import type { HyperparameterValue } from './hyperparameters/hyperparameter.ts';
import type { PolicyInsight } from './training/acting-policy.ts';

/** What `learn` takes. */
export interface LearnOptions {
  /**
   * Environment steps to do now, over all environments; the last rollout is finished, as in Stable-Baselines3. A second
   * `learn` goes on where the first ended.
   */
  totalTimesteps?: number;
  /**
   * Instead: until the model has done so many environment steps in its whole life, and has learned from them. Schedules
   * go by it, so that a model that was restored learns on as it would have.
   */
  untilTimesteps?: number;
  /** Told in this order. What gives a promise is awaited if its callback has the mode `await`. */
  callbacks?: readonly TrainingCallback[];
  /** Training ends after the step in hand when it is aborted; `learn` resolves with outcome `stopped`. */
  signal?: AbortSignal;
  /** Milliseconds since the epoch, for the time of events; `Date.now` by default. */
  now?: () => number;
}

/** How a call of `learn` ended. */
export interface LearnResult {
  outcome: 'completed' | 'stopped';
  /** Who asked to stop and why. */
  reason?: string;
  /** Environment steps over the model's whole life, as `episodes` and `updates` are. */
  timesteps: number;
  episodes: number;
  updates: number;
  /** Wall time of this call alone, without the hooks that evaluated or saved. */
  seconds: number;
}

/** What a policy can be exported as. */
export type PolicyFormat = 'safetensors' | 'onnx';

/** What every learner is: `await PPO.create(env, options)`, `learn`, `predict`, `save`, `await PPO.load(dir)`. */
export interface Algorithm extends Policy {
  /** `ppo` … */
  readonly name: string;
  readonly envId: string;
  readonly numEnvs: number;
  readonly seed: number;
  /** What computes its networks; builds differ in how they round. */
  readonly engine: Pick<Engine, 'name' | 'build'>;
  /** All of them, defaults included, as JSON. */
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /** Those of them that may change while it learns, by name. */
  readonly liveHyperparameters?: Readonly<Record<string, LiveHyperparameter>>;
  /**
   * Changes one of them, from the next step on; a schedule takes the place of a schedule, and goes by the whole of the
   * training. Throws `algorithms/unknown-hyperparameter`, `algorithms/not-live` and `algorithms/invalid-hyperparameter`.
   */
  setHyperparameter?(name: string, value: unknown): void;
  /**
   * What its policy makes of an observation, as far as it can say: probabilities or values of actions, and V(s). Throws as
   * `predict`.
   */
  inspect?(observation: Observation): PolicyInsight;
  /** Environment steps learned from, over all environments and all calls of `learn`. */
  readonly timesteps: number;
  /**
   * Throws `algorithms/not-finite` at the step where an observation, a reward or a loss is NaN or infinite,
   * `algorithms/busy` while an earlier call goes on, `algorithms/disposed` after `dispose`, and what callbacks throw;
   * once training has begun, `onError` and `onTrainingEnd` come first.
   */
  learn(options: LearnOptions): Promise<LearnResult>;
  /** Writes the model as it is now as a folder, whole or not at all; gives the hash of its weights. */
  save(dir: string, options?: SaveOptions): Promise<string>;
  /** Copies of all parameters, tensor by tensor: `actor.layers.0.weight` … */
  parameters?(): Iterable<NamedParameters>;
  /**
   * The policy alone, for inference elsewhere: `safetensors` is what `loadPolicy` of `@cartwheel/algorithms/policy` reads,
   * `onnx` has the input `observation` and the output `action`.
   */
  exportPolicy(format: PolicyFormat): Uint8Array;
  /**
   * All that learning goes on from: while it learns, only within `onSafePoint`. Throws `algorithms/not-at-safe-point` and
   * what opening the environment throws.
   */
  readState(): LearnerState;
  /**
   * Goes on, to the bit, where the learner of the same form stood that gave `state`. Throws `algorithms/wrong-state`,
   * `algorithms/not-at-safe-point`, and what opening the environment throws.
   */
  writeState(state: LearnerState): void;
  /** SHA-256 of all weights, hex: equal weights, equal hash. */
  weightsHash(): string;
  /** Closes the environments that it made; it learns no more. */
  dispose(): void;
}

/** How a learner is made, its hyperparameters aside. */
export interface ModelOptions {
  /** Everything random comes from it: the same seed gives the same weights. Default 0. */
  seed?: number | undefined;
  /**
   * `tuned` starts from RL-Zoo's hyperparameters for the environment where there are some; `default`, which is the
   * default, from the algorithm's own.
   */
  preset?: 'tuned' | 'default' | undefined;
  /** PPO and A2C: what observations go through before the policy's own layers. */
  features?: FeatureHook | undefined;
  /** What computes the networks; the fastest that the runtime has by default. */
  engine?: Engine | undefined;
  /** Hears of settings that work but are probably not what was meant. By default nobody does. */
  onWarning?: ((message: string) => void) | undefined;
}

/** The same with the hyperparameters as data. */
export interface AlgorithmOptions extends ModelOptions {
  /** By name, over those of the preset; validated when the learner is made. */
  hyperparameters?: Readonly<Record<string, unknown>> | undefined;
  /** Environments side by side; short for the hyperparameter `numEnvs`, which wins. */
  numEnvs?: number | undefined;
}

/** Where a saved model is: its folder, or the bytes of its files by name, where there are no folders, as in a browser. */
export type ModelSource = string | ModelFiles;

/** How a saved model is brought back. */
export interface LoadOptions {
  /** To learn on in; by default the environment that the model knew, by its id. */
  env?: EnvSource | undefined;
  /** The hook that the model was made with, where it was made with one. */
  features?: FeatureHook | undefined;
  engine?: Engine | undefined;
}
