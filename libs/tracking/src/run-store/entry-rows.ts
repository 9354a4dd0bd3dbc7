import { encodeFloat } from '@cartwheel/experiment-state';
import * as z from 'zod';
import { canonicalContext } from './canonical-context.ts';
import { messageOf } from './message-of.ts';
import { parseContext } from './pack-points.ts';
import { entryContent, type RunEntry } from './run-entry.schema.ts';
import { TrackingError } from './tracking-error.ts';
import type { EntryRow } from './worker/protocol.ts';

/** Throws `tracking/invalid-record`. */
export function toEntryRow(entry: RunEntry): EntryRow {
  const { name, context, step, time, kind, ...content } = entry;
  const body = 'image' in content ? content.image : null;
  const meta = JSON.stringify({ ...content, image: undefined }, tagFloat);
  if (name === '' || !Number.isSafeInteger(step) || step < 0 || !Number.isFinite(time)) {
    throw invalidEntry(entry, 'its name must not be empty, its step a whole number, its time milliseconds');
  }
  const wrong = entryContent.safeParse({ ...objectIn(meta), kind }).error?.issues[0];
  if (wrong) throw invalidEntry(entry, `${wrong.path.join('.')}: ${wrong.message}`);
  return { kind, name, context: canonicalContext(context), step, time, meta, body };
}

/** Throws `tracking/corrupt-store` for a row that no store of this version wrote. */
export function fromEntryRow({ kind, name, context, step, time, meta, body }: EntryRow): RunEntry {
  try {
    const place = { name, context: parseContext(context), step, time };
    const content = entryContent.parse({ ...objectIn(meta), kind });
    if (content.kind !== 'image') return { ...place, ...content };
    return { ...place, ...content, image: body ?? new Uint8Array() };
  } catch (cause) {
    throw new TrackingError(
      'tracking/corrupt-store',
      `The ${kind} '${name}' of step ${step} cannot be read from the store: ${messageOf(cause)}`,
      { cause },
    );
  }
}

const object = z.record(z.string(), z.unknown());

function objectIn(json: string): Record<string, unknown> {
  return object.parse(JSON.parse(json));
}

function tagFloat(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? encodeFloat(value) : value;
}

function invalidEntry({ kind, name }: RunEntry, why: string): TrackingError {
  return new TrackingError('tracking/invalid-record', `The ${kind} '${name}' was not taken: ${why}.`);
}
