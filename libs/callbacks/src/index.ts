export { createCheckpointCallback, type CheckpointCallbackOptions } from './checkpoint/checkpoint-callback.ts';
export type { CheckpointRetention } from './checkpoint/checkpoint-shelf.ts';
export type { EpisodeReturns } from './evaluation/episode-returns.ts';
export { evaluatePolicy, type EvaluatePolicyOptions } from './evaluation/evaluate-policy.ts';
export { createEvaluationCallback, type EvaluationCallbackOptions } from './evaluation/evaluation-callback.ts';
export type { Policy, PredictOptions } from './evaluation/policy.ts';
export {
  createMetricAggregator,
  type AggregatorSnapshot,
  type MetricAggregator,
  type MetricAggregatorOptions,
} from './metric-aggregator/metric-aggregator.ts';
export { createMetricsCallback, type MetricsCallbackOptions } from './metrics-callback/metrics-callback.ts';
export { METRICS, type MetricInfo, type MetricName } from './metrics/metrics.ts';
export { createNanWatch, type NanWatchOptions } from './nan-watch/nan-watch.ts';
export { createProgressBar, type ProgressBarOptions } from './progress-bar/progress-bar.ts';
export {
  createLatestDispatcher,
  type LatestDispatcher,
  type LatestDispatcherOptions,
} from './progress-dispatcher/latest-dispatcher.ts';
export type { MetricSink, SinkCallOptions } from './progress-dispatcher/metric-sink.ts';
export {
  createProgressDispatcher,
  type ProgressDispatcher,
  type ProgressDispatcherOptions,
} from './progress-dispatcher/progress-dispatcher.ts';
export { createStopAfterEpisodes } from './stop/stop-after-episodes.ts';
export { createStopAfterTime } from './stop/stop-after-time.ts';
export { createStopOnNoImprovement, type StopOnNoImprovementOptions } from './stop/stop-on-no-improvement.ts';
export { createStopOnReward } from './stop/stop-on-reward.ts';
export { callbackFrom, type CallbackFromOptions } from './training-callback/callback-from.ts';
export { composeCallbacks } from './training-callback/compose-callbacks.ts';
export { createEveryTimesteps, type EveryTimestepsOptions } from './training-callback/every-timesteps-callback.ts';
export { everyTimesteps, type Frequency } from './training-callback/every-timesteps.ts';
export type { HookRunnerOptions } from './training-callback/hook-runner.ts';
export type {
  CallbackMode,
  CallbackSnapshot,
  Hook,
  HookEvents,
  HookResult,
  TrainingCallback,
} from './training-callback/training-callback.ts';
export type {
  CheckpointEvent,
  CommandEvent,
  EpisodeEndEvent,
  ErrorEvent,
  EvaluationEvent,
  RolloutEndEvent,
  RolloutStartEvent,
  SafePointEvent,
  StepEvent,
  TrainingEndEvent,
  TrainingEvent,
  TrainingStartEvent,
  UpdateEvent,
} from './training-callback/training-event.ts';
export type { LiveHyperparameter, NamedParameters, TrainingSession } from './training-callback/training-session.ts';
