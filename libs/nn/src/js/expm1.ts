/** Powers of two from 2⁻¹²⁸, by doubling: exact, and equal in every JavaScript engine. */
const POWERS_OF_TWO = Float64Array.from({ length: 257 }, (_, i) => powerOfTwo(i - 128));

/** 1/2!, 1/3!, … 1/13!: Taylor's coefficients of (eʳ − 1 − r) / r². */
const TAYLOR = inverseFactorials(2, 13);

/**
 * eˣ − 1 without loss near 0, to about 1e-15, x clamped to [−87, 88]. `Math.expm1` may round differently from one
 * JavaScript engine to another; this uses only operations that may not. x = n ln 2 + r with |r| ≤ ½ ln 2.
 */
export function expm1(x: number): number {
  if (Number.isNaN(x)) return x;
  const z = x > 88 ? 88 : x < -87 ? -87 : x;
  const n = Math.round(z * Math.LOG2E);
  const r = z - n * Math.LN2;
  let p = 0;
  for (let i = TAYLOR.length - 1; i >= 0; i--) p = p * r + TAYLOR[i];
  const scale = POWERS_OF_TWO[n + 128];
  return scale * (r + r * r * p) + (scale - 1);
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let i = 0; i < Math.abs(exponent); i++) power *= exponent < 0 ? 0.5 : 2;
  return power;
}

function inverseFactorials(from: number, to: number): Float64Array {
  let inverse = 1;
  const inverses: number[] = [];
  for (let i = 1; i <= to; i++) {
    inverse /= i;
    if (i >= from) inverses.push(inverse);
  }
  return Float64Array.from(inverses);
}
