import { runStatus, SCHEMA_VERSION, type ExperimentState } from '../experiment-state.schema.ts';

const RUN_ID = /^[0-9a-f]{24}$/;
const STATUSES: ReadonlySet<string> = new Set(runStatus.options);

/**
 * Whether a document is valid and JSON carries it as it is, so that its wire form equals it. A tenth of the codec's time,
 * for who sends documents many times a second. False says nothing: then the codec knows.
 */
export function isPlainState(state: ExperimentState): boolean {
  return (
    isPlainUpdate(state) &&
    isRecordOf(state.metrics, isPlainMetric) &&
    state.schemaVersion === SCHEMA_VERSION &&
    typeof state.runId === 'string' &&
    RUN_ID.test(state.runId) &&
    STATUSES.has(state.status) &&
    isName(state.experiment) &&
    isName(state.algorithm) &&
    isName(state.env) &&
    isCount(state.writerEpoch) &&
    isCount(state.seed) &&
    Number.isFinite(state.createdAt) &&
    Array.isArray(state.tags) &&
    state.tags.every(isText) &&
    isRecordOf(state.hyperparameters, isPlainJson) &&
    Array.isArray(state.checkpoints) &&
    state.checkpoints.every(isPlainCheckpoint) &&
    isPlainHost(state.host) &&
    (state.error === null || isPlainError(state.error))
  );
}

/** The same of what changes with each update beside its metrics: for a document of which the rest is that of a plain one. */
export function isPlainUpdate(state: ExperimentState): boolean {
  return (
    hasKeys(state, 18) && isCount(state.version) && Number.isFinite(state.updatedAt) && isPlainProgress(state.progress)
  );
}

/** The same of a metric that has the name and the context of a plain one. */
export function isPlainReading(metric: ExperimentState['metrics'][string]): boolean {
  return hasKeys(metric, 5) && isPlainNumber(metric.value) && isCount(metric.step) && Number.isFinite(metric.time);
}

function isPlainProgress(progress: ExperimentState['progress']): boolean {
  return (
    hasKeys(progress, 6) &&
    isCount(progress.timesteps) &&
    isCount(progress.totalTimesteps) &&
    isCount(progress.episodes) &&
    isCount(progress.updates) &&
    isPlainNumber(progress.stepsPerSecond) &&
    (progress.secondsLeft === null || isPlainNumber(progress.secondsLeft))
  );
}

function isPlainMetric(metric: ExperimentState['metrics'][string]): boolean {
  return isPlainReading(metric) && isName(metric.name) && isRecordOf(metric.context, isText);
}

function isPlainCheckpoint(checkpoint: ExperimentState['checkpoints'][number]): boolean {
  return (
    hasKeys(checkpoint, 4) &&
    isCount(checkpoint.step) &&
    isName(checkpoint.path) &&
    isName(checkpoint.weightsHash) &&
    Number.isFinite(checkpoint.time)
  );
}

function isPlainHost(host: ExperimentState['host']): boolean {
  return (
    hasKeys(host, 5) &&
    [host.hostname, host.platform, host.runtime, host.engine].every(isText) &&
    Number.isSafeInteger(host.pid)
  );
}

function isPlainError(error: NonNullable<ExperimentState['error']>): boolean {
  return hasKeys(error, 3) && isSummary(error) && Array.isArray(error.causes) && error.causes.every(isPlainCause);
}

function isPlainCause(cause: NonNullable<ExperimentState['error']>['causes'][number]): boolean {
  return hasKeys(cause, 2) && isSummary(cause);
}

function isSummary({ code, message }: { code: unknown; message: unknown }): boolean {
  return isText(code) && isText(message);
}

function isPlainJson(value: unknown): boolean {
  if (typeof value === 'number') return isPlainNumber(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isPlainJson) && Object.keys(value).length === value.length;
  return isPlainObject(value) && !Object.hasOwn(value, '$float') && isRecordOf(value, isPlainJson);
}

/** What has so many keys, and of those that are asked for each one, has no others. */
function hasKeys(value: object, count: number): boolean {
  return isPlainObject(value) && Object.keys(value).length === count;
}

function isRecordOf<Value>(value: Readonly<Record<string, Value>>, isRight: (value: Value) => boolean): boolean {
  if (!isPlainObject(value)) return false;
  for (const key in value) if (key === '__proto__' || !isRight(value[key])) return false;
  return true;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A double that needs no tag. */
function isPlainNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0);
}
