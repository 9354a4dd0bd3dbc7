/** What JSON cannot carry is `{"$float": …}`, the way all of Cartwheel's documents do it. */
const SPECIAL: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/** JSON text in which every double survives. */
export function toTaggedJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => (typeof entry === 'number' ? tagged(entry) : entry));
}

/** The reverse. Throws SyntaxError. */
export function fromTaggedJson(text: string): unknown {
  return JSON.parse(text, (_key, entry: unknown) => untagged(entry));
}

function tagged(value: number): unknown {
  if (Object.is(value, -0)) return { $float: '-0' };
  return Number.isFinite(value) ? value : { $float: String(value) };
}

function untagged(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || !('$float' in entry)) return entry;
  return typeof entry.$float === 'string' && Object.hasOwn(SPECIAL, entry.$float) ? SPECIAL[entry.$float] : entry;
}
