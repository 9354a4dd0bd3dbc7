export { float, encodeFloat, type WireFloat } from './float.schema.ts';
export { jsonValue, type JsonValue } from './json-value.schema.ts';
export { metricBatch, metricContext, metricPoint, type MetricBatch, type MetricPoint } from './metric.schema.ts';
export { command, commandOutcome, type Command, type CommandOutcome } from './command.schema.ts';
export {
  SCHEMA_VERSION,
  checkpointRecord,
  experimentState,
  host,
  latestMetric,
  progress,
  runError,
  runId,
  runStatus,
  type CheckpointRecord,
  type ExperimentState,
  type Host,
  type LatestMetric,
  type Progress,
  type RunError,
  type RunStatus,
} from './experiment-state.schema.ts';
export { runEvent, type RunEvent } from './run-event.schema.ts';
export { backend, trainConfig, type Backend, type TrainConfig, type TrainConfigInput } from './train-config.schema.ts';
export { statePatch, type PatchOperation, type StatePatch } from './state-patch.schema.ts';

export { createExperimentState, type NewExperiment } from './create-experiment-state.ts';
export { createRunId } from './run-id.ts';
export { seriesKey } from './series-key.ts';

export {
  commandCodec,
  commandOutcomeCodec,
  decodeState,
  encodeState,
  metricBatchCodec,
  runEventCodec,
  stateCodec,
  trainConfigCodec,
} from './codec/documents.ts';
export { isPlainReading, isPlainState, isPlainUpdate } from './codec/is-plain-state.ts';
export type { DocumentCodec } from './codec/document-codec.ts';
export { ExperimentStateError, type ExperimentStateErrorCode } from './codec/experiment-state-error.ts';
export { newerVersion } from './codec/upgrade-state.ts';
export type { ValidationIssue } from './codec/validation-issue.ts';
export { parseTrainConfig } from './parse-train-config.ts';
export { experimentStateJsonSchema } from './json-schema.ts';
