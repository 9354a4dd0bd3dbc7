/**
 * The rows `from` to `to` of `c[m, n] = a[m, k] · b[k, n]` with free strides, so that one kernel serves X·W, Xᵀ·dY and dY·Wᵀ;
 * `c` is row-major.
 *
 * Each element is one sum over k in ascending order, in double precision, rounded once: the result does not depend on
 * how the blocks fall. Blocks of 4×4 keep sixteen sums going; the edges are done in strips of four.
 */
export function multiply(
  c: Float32Array,
  from: number,
  to: number,
  n: number,
  k: number,
  a: Float32Array,
  aRow: number,
  aK: number,
  b: Float32Array,
  bK: number,
  bColumn: number,
): void {
  const blockedRows = to - ((to - from) % 4);
  const blockedColumns = n - (n % 4);
  for (let j = 0; j < blockedColumns; j += 4) {
    for (let i = from; i < blockedRows; i += 4) {
      multiplyBlock(c, i * n + j, n, k, a, i * aRow, aRow, aK, b, j * bColumn, bK, bColumn);
    }
    for (let i = blockedRows; i < to; i++) {
      multiplyStrip(c, i * n + j, 1, k, a, i * aRow, aK, b, j * bColumn, bK, bColumn);
    }
  }
  for (let j = blockedColumns; j < n; j++) {
    for (let i = from; i < blockedRows; i += 4) {
      multiplyStrip(c, i * n + j, n, k, b, j * bColumn, bK, a, i * aRow, aK, aRow);
    }
    for (let i = blockedRows; i < to; i++) {
      multiplyOne(c, i * n + j, k, a, i * aRow, aK, b, j * bColumn, bK);
    }
  }
}

/** Four rows of `a` by four columns of `b`. */
function multiplyBlock(
  c: Float32Array,
  cStart: number,
  cRow: number,
  k: number,
  a: Float32Array,
  aStart: number,
  aRow: number,
  aK: number,
  b: Float32Array,
  bStart: number,
  bK: number,
  bColumn: number,
): void {
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0;
  let s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0;
  let s20 = 0,
    s21 = 0,
    s22 = 0,
    s23 = 0;
  let s30 = 0,
    s31 = 0,
    s32 = 0,
    s33 = 0;
  let ia = aStart;
  let ib = bStart;
  for (let p = 0; p < k; p++) {
    const b0 = b[ib];
    const b1 = b[ib + bColumn];
    const b2 = b[ib + 2 * bColumn];
    const b3 = b[ib + 3 * bColumn];
    const a0 = a[ia];
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = a[ia + aRow];
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = a[ia + 2 * aRow];
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = a[ia + 3 * aRow];
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
    ia += aK;
    ib += bK;
  }
  let ic = cStart;
  c[ic] = s00;
  c[ic + 1] = s01;
  c[ic + 2] = s02;
  c[ic + 3] = s03;
  ic += cRow;
  c[ic] = s10;
  c[ic + 1] = s11;
  c[ic + 2] = s12;
  c[ic + 3] = s13;
  ic += cRow;
  c[ic] = s20;
  c[ic + 1] = s21;
  c[ic + 2] = s22;
  c[ic + 3] = s23;
  ic += cRow;
  c[ic] = s30;
  c[ic + 1] = s31;
  c[ic + 2] = s32;
  c[ic + 3] = s33;
}

/** One vector by four: a row of A by four columns of B, or a column of B by four rows of A. */
function multiplyStrip(
  c: Float32Array,
  cStart: number,
  cStride: number,
  k: number,
  one: Float32Array,
  oneStart: number,
  oneK: number,
  four: Float32Array,
  fourStart: number,
  fourK: number,
  fourStride: number,
): void {
  let s0 = 0,
    s1 = 0,
    s2 = 0,
    s3 = 0;
  let io = oneStart;
  let i4 = fourStart;
  for (let p = 0; p < k; p++) {
    const factor = one[io];
    s0 += factor * four[i4];
    s1 += factor * four[i4 + fourStride];
    s2 += factor * four[i4 + 2 * fourStride];
    s3 += factor * four[i4 + 3 * fourStride];
    io += oneK;
    i4 += fourK;
  }
  c[cStart] = s0;
  c[cStart + cStride] = s1;
  c[cStart + 2 * cStride] = s2;
  c[cStart + 3 * cStride] = s3;
}

function multiplyOne(
  c: Float32Array,
  cStart: number,
  k: number,
  a: Float32Array,
  aStart: number,
  aK: number,
  b: Float32Array,
  bStart: number,
  bK: number,
): void {
  let sum = 0;
  for (let p = 0; p < k; p++) sum += a[aStart + p * aK] * b[bStart + p * bK];
  c[cStart] = sum;
}
