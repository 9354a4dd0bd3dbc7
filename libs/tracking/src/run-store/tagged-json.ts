import { encodeFloat, float, type JsonValue } from '@cartwheel/experiment-state';

/** JSON in which NaN, ±Infinity and −0 are tagged as `{"$float": …}`, the way all of Cartwheel's documents do it. */
export function toTaggedJson(value: JsonValue | Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'number' ? encodeFloat(entry) : entry));
}

/** Throws SyntaxError or zod's error for anything but an object. */
export function fromTaggedJson(text: string): Record<string, unknown> {
  const value: unknown = text.includes('"$float"') ? JSON.parse(text, untag) : JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new SyntaxError(`Expected a JSON object, received ${text}`);
  return { ...value };
}

function untag(_key: string, entry: unknown): unknown {
  return isTag(entry) ? float.parse(entry) : entry;
}

function isTag(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 1 && '$float' in value;
}
