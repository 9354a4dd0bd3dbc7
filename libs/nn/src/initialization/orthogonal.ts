import type { RandomSource } from '../network.ts';

/**
 * A `[rows, columns]` matrix whose shorter side is orthonormal: PyTorch's `torch.nn.init.orthogonal_` (Saxe et al. 2013).
 * It is the Q of the QR decomposition of a Gaussian matrix (of its transpose when it is wide), with the signs for which
 * the diagonal of R is positive.
 */
export function orthogonal(rows: number, columns: number, random: RandomSource): Float64Array {
  const matrix = new Float64Array(rows * columns);
  for (let i = 0; i < matrix.length; i++) matrix[i] = random.standardNormal();
  if (rows < columns) orthonormalize(matrix, rows, columns, columns, 1);
  else orthonormalize(matrix, columns, rows, 1, columns);
  return matrix;
}

/**
 * Makes `count` vectors of `length` elements orthonormal in place, the earlier ones first; vector i has its element e at
 * `i · vectorStride + e · elementStride`. Gram-Schmidt, which keeps the diagonal of R positive by itself; each vector is
 * projected twice, which makes it orthogonal to machine precision (Giraud et al. 2005).
 */
function orthonormalize(
  matrix: Float64Array,
  count: number,
  length: number,
  vectorStride: number,
  elementStride: number,
): void {
  for (let j = 0; j < count; j++) {
    const vector = j * vectorStride;
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) {
        const earlier = i * vectorStride;
        const projection = dot(matrix, earlier, vector, length, elementStride);
        for (let e = 0; e < length; e++) {
          matrix[vector + e * elementStride] -= projection * matrix[earlier + e * elementStride];
        }
      }
    }
    const norm = Math.sqrt(dot(matrix, vector, vector, length, elementStride));
    for (let e = 0; e < length; e++) matrix[vector + e * elementStride] /= norm;
  }
}

function dot(matrix: Float64Array, a: number, b: number, length: number, stride: number): number {
  let sum = 0;
  for (let e = 0; e < length; e++) sum += matrix[a + e * stride] * matrix[b + e * stride];
  return sum;
}
