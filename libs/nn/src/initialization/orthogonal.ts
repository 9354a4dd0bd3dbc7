import type { Pieces, RandomSource } from '../network.ts';

/** Vectors one after the other: those along the longer side of a `[rows, columns]` matrix. */
export interface Vectors {
  /** `[count, length]`. */
  readonly elements: Float64Array;
  readonly count: number;
  readonly length: number;
}

/** Products and sums in a piece: about a millisecond of one core. */
const PIECE = 500_000;

/** Random numbers in a piece: about a millisecond as well. */
export const DRAWS = 20_000;

/** A Gaussian `[rows, columns]` matrix, drawn row by row: its rows where it is wide, its columns otherwise. */
export function* drawGaussian(rows: number, columns: number, random: RandomSource): Pieces<Vectors> {
  const elements = new Float64Array(rows * columns);
  const [rowStride, stride] = rows < columns ? [columns, 1] : [1, rows];
  for (let r = 0, drawn = columns; r < rows; r++, drawn += columns) {
    for (let c = 0; c < columns; c++) elements[r * rowStride + c * stride] = random.standardNormal();
    if (drawn < DRAWS) continue;
    drawn = 0;
    yield;
  }
  return { elements, count: Math.min(rows, columns), length: Math.max(rows, columns) };
}

/**
 * Makes a Gaussian matrix what PyTorch's `torch.nn.init.orthogonal_` makes of it (Saxe et al. 2013), in place: the Q of
 * its QR decomposition (of its transpose's when it is wide), with the signs for which the diagonal of R is positive.
 *
 * Gram-Schmidt, the earlier vectors first, which keeps that diagonal positive by itself; each vector is projected twice,
 * which makes it orthogonal to machine precision (Giraud et al. 2005).
 */
export function* orthonormalize({ elements, count, length }: Vectors): Pieces<void> {
  let done = 0;
  for (let j = 0; j < count; j++) {
    const vector = j * length;
    let product = dot(elements, vector, 0, length);
    // A round of two: what is left of the vector's earlier projections, then the rounding errors of the first.
    for (let round = 0; round < 2 * j; round++) {
      const earlier = round % j;
      // After the last projection comes the product with itself.
      const next = round + 1 < 2 * j ? (round + 1) % j : j;
      product = subtract(elements, vector, earlier * length, product, next * length, length);
      done += length;
      if (done >= PIECE) {
        done = 0;
        yield;
      }
    }
    const norm = Math.sqrt(product);
    for (let e = vector; e < vector + length; e++) elements[e] /= norm;
  }
}

/**
 * `vector` ← `vector` − `projection` · `earlier`. Gives the product of the new `vector` with `next` (which may be `vector`),
 * in the same loop: a sum that is taken in order waits for itself, and the subtraction is done meanwhile.
 */
function subtract(
  elements: Float64Array,
  vector: number,
  earlier: number,
  projection: number,
  next: number,
  length: number,
): number {
  let sum = 0;
  for (let e = 0; e < length; e++) {
    elements[vector + e] -= projection * elements[earlier + e];
    sum += elements[vector + e] * elements[next + e];
  }
  return sum;
}

function dot(elements: Float64Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let e = 0; e < length; e++) sum += elements[a + e] * elements[b + e];
  return sum;
}
