import { jsonValue, type JsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';
import type { RunEntry } from '../run-store/run-entry.schema.ts';
import type { RunRecord, StepPoint } from '../run-store/run-store.ts';
import { toTaggedJson } from '../run-store/tagged-json.ts';
import { metricKey, plainKey } from './metric-keys.ts';

export interface KeyedText {
  key: string;
  value: string;
}

/** MLflow's longest param, and tag. */
const LONGEST_PARAM = 6000;
const LONGEST_TAG = 8000;

const settings = z.record(z.string(), jsonValue);

/** A run's settings; a value that is no text is JSON. */
export function paramsOf({ algorithm, env, seed, hyperparameters }: RunRecord): KeyedText[] {
  const all = { algorithm, env, seed, ...settings.parse(JSON.parse(toTaggedJson(hyperparameters))) };
  return Object.entries(all).map(([name, value]) => ({
    key: plainKey(name),
    value: textOf(value).slice(0, LONGEST_PARAM),
  }));
}

/** Tags and results of a run. MLflow's tags have values, so that a tag of ours is `tag.NAME`. */
export function tagsOf({ tags, summary, error }: RunRecord): KeyedText[] {
  return [
    ...tags.map((tag) => ({ key: plainKey(`tag.${tag}`), value: 'true' })),
    ...Object.entries(summary).map(([name, value]) => ({ key: plainKey(`summary.${name}`), value: String(value) })),
    ...(error ? [{ key: 'error', value: `${error.code}: ${error.message}`.slice(0, LONGEST_TAG) }] : []),
  ];
}

/** As JSON text: a step may be beyond 2^53, and a value be NaN or infinite, which Protobuf's JSON has as texts. */
export function metricJson({ name, context, step, time, value }: StepPoint): string {
  const key = JSON.stringify(metricKey(name, context));
  const written = Number.isFinite(value) ? (Object.is(value, -0) ? '-0.0' : String(value)) : `"${value}"`;
  // Whole milliseconds are what MLflow keeps.
  return `{"key":${key},"value":${written},"timestamp":${Math.round(time)},"step":${step}}`;
}

/** A file of the run's artifacts. */
export interface ArtifactFile {
  path: string;
  data: Uint8Array;
}

/** What an entry is as a file; an artifact, which is elsewhere, is the reference to it. */
export function fileOf(entry: RunEntry): ArtifactFile {
  const path = (extension: string): string =>
    `${entry.kind}s/${metricKey(entry.name, entry.context).replaceAll(':', '=')}/${entry.step}.${extension}`;
  switch (entry.kind) {
    case 'text':
      return { path: path('txt'), data: Buffer.from(entry.text) };
    case 'image':
      return { path: path(entry.format), data: entry.image };
    case 'figure':
      return { path: path('json'), data: Buffer.from(toTaggedJson(entry.figure)) };
    case 'histogram':
      return { path: path('json'), data: Buffer.from(toTaggedJson({ edges: entry.edges, counts: entry.counts })) };
    case 'artifact':
      break;
  }
  const { path: kept, sha256, bytes } = entry;
  return { path: path('json'), data: Buffer.from(JSON.stringify({ path: kept, sha256, bytes })) };
}

/** A number as its digits, NaN and ±Infinity by name: JSON has none of them. */
function textOf(value: JsonValue): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : toTaggedJson(value);
}
