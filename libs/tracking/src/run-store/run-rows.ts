import { host, runError, runStatus, trainConfigCodec, type RunError } from '@cartwheel/experiment-state';
import { messageOf } from './message-of.ts';
import type { RunRecord, RunUpdate } from './run-store.ts';
import { fromTaggedJson, toTaggedJson } from './tagged-json.ts';
import { TrackingError } from './tracking-error.ts';
import type { RunRow, RunRowUpdate } from './worker/protocol.ts';

/** Throws `tracking/invalid-record`. */
export function toRunRow({ config, hyperparameters, summary, tags, error, host, ...rest }: RunRecord): RunRow {
  try {
    return {
      ...rest,
      tags: [...tags],
      error: toErrorRow(error),
      host: host && JSON.stringify(host),
      config: trainConfigCodec.encode(config),
      hyperparameters: toTaggedJson(hyperparameters),
      summary: toTaggedJson(summary),
    };
  } catch (cause) {
    throw new TrackingError(
      'tracking/invalid-record',
      `Run ${rest.runId} was not taken: its config, hyperparameters and summary must be JSON. ${messageOf(cause)}`,
      { cause },
    );
  }
}

export function toRunRowUpdate(
  { hyperparameters, summary, tags, error, host, ...rest }: RunUpdate,
  updatedAt: number,
): RunRowUpdate {
  return {
    ...rest,
    updatedAt,
    ...(tags && { tags: [...tags] }),
    ...(error !== undefined && { error: toErrorRow(error) }),
    ...(host !== undefined && { host: host && JSON.stringify(host) }),
    ...(hyperparameters && { hyperparameters: toTaggedJson(hyperparameters) }),
    ...(summary && { summary: toTaggedJson(summary) }),
  };
}

/** Throws `tracking/corrupt-store` for a row that no store of this version wrote. */
export function fromRunRow(row: RunRow): RunRecord {
  try {
    return {
      ...row,
      status: runStatus.parse(row.status),
      error: row.error && fromErrorRow(row.error),
      host: row.host === null ? null : host.parse(JSON.parse(row.host)),
      config: trainConfigCodec.decode(row.config),
      hyperparameters: fromTaggedJson(row.hyperparameters),
      summary: summaryOf(fromTaggedJson(row.summary)),
    };
  } catch (cause) {
    throw new TrackingError(
      'tracking/corrupt-store',
      `Run ${row.runId} cannot be read from the store: ${messageOf(cause)}`,
      { cause },
    );
  }
}

function toErrorRow(error: RunError | null): RunRow['error'] {
  return error && { ...error, causes: JSON.stringify(error.causes) };
}

function fromErrorRow({ causes, ...error }: NonNullable<RunRow['error']>): RunError {
  const parsed: unknown = JSON.parse(causes);
  return runError.parse({ ...error, causes: parsed });
}

function summaryOf(values: Record<string, unknown>): Record<string, number | string> {
  const summary: Record<string, number | string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'number' && typeof value !== 'string') {
      throw new TypeError(`summary.${name}: expected a number or a text, received ${JSON.stringify(value)}`);
    }
    summary[name] = value;
  }
  return summary;
}
