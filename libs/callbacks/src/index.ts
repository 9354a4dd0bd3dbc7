export { createCheckpointCallback, type CheckpointCallbackOptions } from './checkpoint/checkpoint-callback.ts';
export type { EpisodeReturns } from './evaluation/episode-returns.ts';
export { evaluatePolicy, type EvaluatePolicyOptions } from './evaluation/evaluate-policy.ts';
export { createEvaluationCallback, type EvaluationCallbackOptions } from './evaluation/evaluation-callback.ts';
export type { Policy } from './evaluation/policy.ts';
export {
  createMetricAggregator,
  type MetricAggregator,
  type MetricAggregatorOptions,
} from './metric-aggregator/metric-aggregator.ts';
export { METRICS, type MetricInfo, type MetricName } from './metrics/metrics.ts';
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
export { composeCallbacks } from './training-callback/compose-callbacks.ts';
export { everyTimesteps, type Frequency } from './training-callback/every-timesteps.ts';
export type { Hook, HookEvents, HookResult, TrainingCallback } from './training-callback/training-callback.ts';
export type {
  CheckpointEvent,
  EpisodeEndEvent,
  ErrorEvent,
  EvaluationEvent,
  RolloutEndEvent,
  RolloutStartEvent,
  StepEvent,
  TrainingEndEvent,
  TrainingEvent,
  TrainingStartEvent,
  UpdateEvent,
} from './training-callback/training-event.ts';
export type { TrainingSession } from './training-callback/training-session.ts';
