import { jsonValue } from '@cartwheel/experiment-state';
import * as z from 'zod';
import { finiteEdges } from '../relay/finite-edges.ts';
import type { RunChanges, RunRecord, StepPoint } from '../run-store/run-store.ts';
import type { RunEntry } from '../run-store/run-entry.schema.ts';
import { toTaggedJson } from '../run-store/tagged-json.ts';
import { histogram, image, scalar, sessionStart, summaryEvent, text, type SummaryValue } from './event.ts';

/** In order of steps, as TensorBoard expects them of one writer. */
export function changeEvents({ points, entries }: RunChanges): Uint8Array[] {
  const bySteps = points.toSorted((a, b) => (a.step < b.step ? -1 : a.step > b.step ? 1 : 0));
  return [
    ...bySteps.map((point) => summaryEvent(point, scalar(tagOf(point), point.value))),
    ...entries.map((entry) => summaryEvent(entry, entryValue(entry))),
  ];
}

const settings = z.record(z.string(), jsonValue);

export function settingsEvent({ runId, algorithm, env, seed, hyperparameters, createdAt }: RunRecord): Uint8Array {
  const all = { algorithm, env, seed, ...settings.parse(JSON.parse(toTaggedJson(hyperparameters))) };
  return summaryEvent({ time: createdAt, step: 0 }, sessionStart(all, { name: runId, time: createdAt }));
}

/** A text beside the first settings, at the time of the change. */
export function changedSettingsEvent({ hyperparameters, timesteps, updatedAt }: RunRecord): Uint8Array {
  return summaryEvent(
    { time: updatedAt, step: timesteps },
    text('hyperparameters', fenced(toTaggedJson(hyperparameters))),
  );
}

function tagOf({ name, context }: Pick<StepPoint, 'name' | 'context'>): string {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? name : `${name} (${pairs.map(([key, value]) => `${key}=${value}`).join(', ')})`;
}

function entryValue(entry: RunEntry): SummaryValue {
  const tag = tagOf(entry);
  switch (entry.kind) {
    case 'text':
      return text(tag, entry.text);
    case 'image':
      return image(tag, { data: entry.image, width: entry.width, height: entry.height });
    case 'histogram':
      return histogram(tag, finiteEdges(entry.edges), entry.counts);
    case 'figure':
      return text(tag, fenced(toTaggedJson(entry.figure)));
    case 'artifact':
      break;
  }
  return text(tag, fenced(JSON.stringify({ path: entry.path, sha256: entry.sha256, bytes: entry.bytes })));
}

function fenced(json: string): string {
  return `\`\`\`json\n${json}\n\`\`\``;
}
