export { BipedalWalkerEnv } from './box2d/bipedal-walker/bipedal-walker.ts';
export { LunarLanderContinuousEnv } from './box2d/lunar-lander/lunar-lander-continuous.ts';
export { LunarLanderEnv } from './box2d/lunar-lander/lunar-lander.ts';
export type { LunarLanderOptions } from './box2d/lunar-lander/settings.ts';
export { checkEnv, findEnvFaults, type CheckEnvOptions } from './check-env/check-env.ts';
export type { EnvFault, EnvFaultCode } from './check-env/env-fault.ts';
export { AcrobotEnv } from './classic-control/acrobot.ts';
export { CartPoleEnv } from './classic-control/cart-pole.ts';
export { MountainCarContinuousEnv } from './classic-control/mountain-car-continuous.ts';
export { MountainCarEnv } from './classic-control/mountain-car.ts';
export { PendulumEnv } from './classic-control/pendulum.ts';
export type { Env, EnvSnapshot, Info, ResetOptions, ResetResult, StepResult } from './env.ts';
export { isInPlaceEnv, type InPlaceEnv, type StepOutcome } from './in-place-env.ts';
export { envIds, makeEnv, registerEnv, type EnvFactory } from './registry.ts';
export type { Scene, Shape } from './scene.ts';
export { Box, type BoxOptions } from './spaces/box.ts';
export { isBuiltInSpace, type BuiltInSpace } from './spaces/built-in-space.ts';
export { Dict, type DictValue } from './spaces/dict.ts';
export { Discrete, type DiscreteOptions } from './spaces/discrete.ts';
export { MultiBinary } from './spaces/multi-binary.ts';
export { MultiDiscrete } from './spaces/multi-discrete.ts';
export type { Action, Observation, Space } from './spaces/space.ts';
export { Tuple } from './spaces/tuple.ts';
export { normalizeRows } from './normalization/normalize-rows.ts';
export { RunningStatistics, type StatisticsSnapshot } from './normalization/running-statistics.ts';
export { createVectorEnv, type VectorEnvOptions } from './vector/create-vector-env.ts';
export {
  NormalizeVector,
  type NormalizationStatistics,
  type NormalizeVectorOptions,
} from './vector/normalize-vector.ts';
export type { ActionBatch, AutoresetMode, VectorEnv, VectorResetOptions, VectorStep } from './vector/vector-env.ts';
export { ClipAction } from './wrappers/clip-action.ts';
export { FrameStack, type FrameStackOptions } from './wrappers/frame-stack.ts';
export { NormalizeObservation, type NormalizeObservationOptions } from './wrappers/normalize-observation.ts';
export { NormalizeReward, type NormalizeRewardOptions } from './wrappers/normalize-reward.ts';
export { RecordEpisodeStatistics, type EpisodeStatistics } from './wrappers/record-episode-statistics.ts';
export { RescaleAction, type RescaleActionOptions } from './wrappers/rescale-action.ts';
export { TimeLimit } from './wrappers/time-limit.ts';
export { TransformAction } from './wrappers/transform-action.ts';
export { TransformObservation } from './wrappers/transform-observation.ts';
export { TransformReward } from './wrappers/transform-reward.ts';
export { Wrapper } from './wrappers/wrapper.ts';
