export { A2C, type A2cOptions } from './a2c/a2c.ts';
export type { A2cHyperparameterInput, A2cHyperparameters } from './a2c/hyperparameters.ts';
export type {
  Algorithm,
  AlgorithmOptions,
  LearnOptions,
  LearnResult,
  LoadOptions,
  ModelOptions,
  ModelSource,
  PolicyFormat,
} from './algorithm.ts';
export { ARS, type ArsOptions } from './ars/ars.ts';
export type { ArsHyperparameterInput, ArsHyperparameters } from './ars/hyperparameters.ts';
export { MODEL_FILES, type ModelFiles, type SaveOptions } from './model-folder/model-files.ts';
export type { PolicyInsight } from './training/acting-policy.ts';
export { featureFunction, type WriteFeatures } from './features/feature-function.ts';
export type { FeatureHook, FeatureParts } from './features/feature-hook.ts';
export type { LearnerState, PartState, Ring, StateArray, Stateful, StateValue } from './checkpoint/learner-state.ts';
export type { EnvSource } from './environment/open-env.ts';
export type { Hyperparameter, HyperparameterValue } from './hyperparameters/hyperparameter.ts';
export type {
  LinearSchedule,
  Schedule,
  ScheduleFunction,
  ScheduleValue,
  TableSchedule,
} from './hyperparameters/schedule.ts';
export type { PpoHyperparameterInput, PpoHyperparameters } from './ppo/hyperparameters.ts';
export { PPO, type PpoOptions } from './ppo/ppo.ts';
export type { Preset } from './preset.ts';
export { algorithmNames, createAlgorithm, hyperparametersOf, loadAlgorithm, presetFor } from './registry.ts';
export { DQN, type DqnOptions } from './dqn/dqn.ts';
export type { DqnHyperparameterInput, DqnHyperparameters } from './dqn/hyperparameters.ts';
export type { QrdqnHyperparameterInput, QrdqnHyperparameters } from './qrdqn/hyperparameters.ts';
export { QRDQN, type QrdqnOptions } from './qrdqn/qrdqn.ts';
export type { SacHyperparameterInput, SacHyperparameters } from './sac/hyperparameters.ts';
export { SAC, type SacOptions } from './sac/sac.ts';
export { DDPG, type DdpgOptions } from './ddpg/ddpg.ts';
export type { Td3HyperparameterInput, Td3Hyperparameters } from './td3/hyperparameters.ts';
export { TD3, type Td3Options } from './td3/td3.ts';
export type { TqcHyperparameterInput, TqcHyperparameters } from './tqc/hyperparameters.ts';
export { TQC, type TqcOptions } from './tqc/tqc.ts';
export { loadPolicy, type LoadPolicyOptions } from './policy/load-policy.ts';
