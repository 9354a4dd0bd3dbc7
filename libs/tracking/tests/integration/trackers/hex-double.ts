/** A double from Python's `float.hex()`, `nan`, `inf` and `-inf`. */
export function fromHex(text: string): number {
  if (text === 'nan') return Number.NaN;
  if (text.endsWith('inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const match = /^(-?)0x(\d)(?:\.([0-9a-f]+))?p([+-]\d+)$/.exec(text);
  if (!match) throw new Error(`Expected a double in hexadecimal, received ${text}`);
  const [, sign, whole, fraction = '', exponent] = match;
  const mantissa = Number(`0x${whole}${fraction}`);
  // In two steps: 2^-1074 times a mantissa of 52 bits would lose them on the way.
  const value = mantissa * 2 ** (-4 * fraction.length) * 2 ** Number(exponent);
  return sign === '-' ? -value : value;
}
