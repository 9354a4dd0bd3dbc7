/** CPython's `sys.hash_info` on 64 bits: numbers are hashed modulo this prime, 2^61 − 1. */
const MODULUS_BITS = 61;
const MODULUS = 2n ** 61n - 1n;
const INFINITY_HASH = 314159n;

const MANTISSA_BITS = 52;
const EXPONENT_BIAS = 1023;

/**
 * CPython's hash of a double ("Hashing of numeric types" in the Python documentation): the number modulo a prime, with
 * 2^61 ≡ 1. Whole numbers below the prime are their own hash; as in Aim, −1 is, too.
 */
export function pythonHash(value: number): bigint {
  // Stryker disable next-line ConditionalExpression: the same as what follows, without its arithmetic.
  if (Number.isSafeInteger(value)) return BigInt(value);
  if (Number.isNaN(value)) return 0n;
  const sign = BigInt(Math.sign(value));
  if (!Number.isFinite(value)) return sign * INFINITY_HASH;
  const { mantissa, exponent } = partsOf(Math.abs(value));
  const shift = BigInt(((exponent % MODULUS_BITS) + MODULUS_BITS) % MODULUS_BITS);
  return sign * ((mantissa << shift) % MODULUS);
}

/** `value = mantissa · 2^exponent`, for a positive double. */
function partsOf(value: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number(raw >> BigInt(MANTISSA_BITS));
  const fraction = raw & (2n ** BigInt(MANTISSA_BITS) - 1n);
  // A subnormal number has no hidden bit, and the exponent of the smallest normal one.
  const mantissa = biased === 0 ? fraction : fraction | (2n ** BigInt(MANTISSA_BITS));
  return { mantissa, exponent: Math.max(biased, 1) - EXPONENT_BIAS - MANTISSA_BITS };
}
