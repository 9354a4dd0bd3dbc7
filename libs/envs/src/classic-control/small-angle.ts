/**
 * Up to this many radians the series below are as exact as a double can be: what they leave out, such as x¹⁵/15!, is less
 * than 2⁻⁶⁸ of the result.
 */
const SERIES_LIMIT = 0.25;

/**
 * The sine, by its Taylor series near 0 (in Estrin's order): without a call of `Math.sin` a vector steps faster, and its
 * bits depend on no engine's library. Of −0 it gives 0.
 */
export function sin(radians: number): number {
  if (!(radians < SERIES_LIMIT && radians > -SERIES_LIMIT)) return Math.sin(radians);
  const square = radians * radians;
  const fourth = square * square;
  const tail =
    -1 / 6 +
    square * (1 / 120) +
    fourth * (square * (1 / 362_880) - 1 / 5040 + fourth * (square * (1 / 6_227_020_800) - 1 / 39_916_800));
  return radians + radians * square * tail;
}

/** The cosine, as `sin`. */
export function cos(radians: number): number {
  if (!(radians < SERIES_LIMIT && radians > -SERIES_LIMIT)) return Math.cos(radians);
  const square = radians * radians;
  const fourth = square * square;
  const tail =
    1 / 24 - square * (1 / 720) + fourth * (1 / 40_320 - square * (1 / 3_628_800) + fourth * (1 / 479_001_600));
  const half = square * 0.5;
  const head = 1 - half;
  // What rounding took from the head is given back.
  return head + (1 - head - half + fourth * tail);
}
