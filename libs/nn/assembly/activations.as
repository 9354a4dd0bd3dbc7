import { madd, nmadd } from './madd';

export const IDENTITY: i32 = 0;
export const TANH: i32 = 1;
export const RELU: i32 = 2;
export const LEAKY_RELU: i32 = 3;
export const ELU: i32 = 4;
export const SILU: i32 = 5;

/** PyTorch's default. */
const LEAKY_SLOPE: f32 = 0.01;

/** `z ← activation(z)` over one panel; silu also leaves its derivative, which its output does not determine. */
export function activate(z: usize, derivative: usize, rows: i32, activation: i32): void {
  const end = z + ((<usize>rows) << 5);
  if (activation == TANH) {
    while (z != end) {
      tanh8(z);
      z += 32;
    }
  } else if (activation == RELU) {
    while (z != end) {
      // pmax(z, 0) keeps NaN.
      v128.store(z, f32x4.pmax(v128.load(z), f32x4.splat(0)));
      z += 16;
    }
  } else if (activation == LEAKY_RELU) {
    while (z != end) {
      const x = v128.load(z);
      v128.store(z, v128.bitselect(f32x4.mul(x, f32x4.splat(LEAKY_SLOPE)), x, f32x4.le(x, f32x4.splat(0))));
      z += 16;
    }
  } else if (activation == ELU) {
    while (z != end) {
      const x = v128.load(z);
      v128.store(z, v128.bitselect(expm1(f32x4.pmin(x, f32x4.splat(0))), x, f32x4.le(x, f32x4.splat(0))));
      z += 16;
    }
  } else if (activation == SILU) {
    while (z != end) {
      const x = v128.load(z);
      const sigmoid = f32x4.div(f32x4.splat(1), f32x4.add(expm1(f32x4.neg(x)), f32x4.splat(2)));
      // What σ has left beyond −88 must not meet a larger factor.
      const y = f32x4.mul(f32x4.pmax(x, f32x4.splat(-88)), sigmoid);
      v128.store(z, y);
      // σ(x) + x σ(x) (1 − σ(x))
      v128.store(derivative, madd(y, f32x4.sub(f32x4.splat(1), sigmoid), sigmoid));
      z += 16;
      derivative += 16;
    }
  }
}

/** `gradient ← gradient ⊙ activation′` over one panel, from the output y (silu: from the stored derivative). */
export function multiplyByDerivative(gradient: usize, y: usize, rows: i32, activation: i32): void {
  const end = gradient + ((<usize>rows) << 5);
  if (activation == TANH) {
    while (gradient != end) {
      const y0 = v128.load(y), y1 = v128.load(y, 16);
      v128.store(gradient, f32x4.mul(v128.load(gradient), nmadd(y0, y0, f32x4.splat(1))));
      v128.store(gradient, f32x4.mul(v128.load(gradient, 16), nmadd(y1, y1, f32x4.splat(1))), 16);
      gradient += 32;
      y += 32;
    }
  } else if (activation == RELU) {
    while (gradient != end) {
      v128.store(gradient, v128.andnot(v128.load(gradient), f32x4.le(v128.load(y), f32x4.splat(0))));
      gradient += 16;
      y += 16;
    }
  } else if (activation == LEAKY_RELU) {
    while (gradient != end) {
      const g = v128.load(gradient);
      const isBelow = f32x4.le(v128.load(y), f32x4.splat(0));
      v128.store(gradient, v128.bitselect(f32x4.mul(g, f32x4.splat(LEAKY_SLOPE)), g, isBelow));
      gradient += 16;
      y += 16;
    }
  } else if (activation == ELU) {
    while (gradient != end) {
      const g = v128.load(gradient);
      const output = v128.load(y);
      // Below zero y = eˣ − 1, so that y′ = y + 1.
      v128.store(gradient, v128.bitselect(madd(g, output, g), g, f32x4.le(output, f32x4.splat(0))));
      gradient += 16;
      y += 16;
    }
  } else if (activation == SILU) {
    while (gradient != end) {
      v128.store(gradient, f32x4.mul(v128.load(gradient), v128.load(y)));
      gradient += 16;
      y += 16;
    }
  }
}

/**
 * Constants come out of memory: V8 would build them anew, each in several instructions, wherever they are written.
 * tanh's clamp and coefficients, then expm1's.
 */
const CONSTANTS = memory.data<f32>(
  [
    7.90531110763549805, -7.90531110763549805, -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11,
    5.12229709037114e-8, 1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3, 1.19825839466702e-6,
    1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3,
    88, -87, 1.44269504088896341, 0.693359375, -2.1219444e-4, 1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3,
    4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  ],
  16,
);

@inline
function constant(index: i32): v128 {
  return v128.load32_splat(CONSTANTS + ((<usize>index) << 2));
}

/**
 * The rational 13/6 approximation that Eigen has (`generic_fast_tanh_float`), clamped; NaN stays NaN. Eight elements at a
 * time, so that two chains of multiply-adds are under way and share their constants.
 */
@inline
function tanh8(address: usize): void {
  let c = constant(0), d = constant(1);
  const x0 = f32x4.pmax(f32x4.pmin(v128.load(address), c), d);
  const x1 = f32x4.pmax(f32x4.pmin(v128.load(address, 16), c), d);
  const s0 = f32x4.mul(x0, x0), s1 = f32x4.mul(x1, x1);
  c = constant(2);
  d = constant(3);
  let p0 = madd(s0, c, d), p1 = madd(s1, c, d);
  c = constant(4);
  p0 = madd(s0, p0, c);
  p1 = madd(s1, p1, c);
  c = constant(5);
  p0 = madd(s0, p0, c);
  p1 = madd(s1, p1, c);
  c = constant(6);
  p0 = madd(s0, p0, c);
  p1 = madd(s1, p1, c);
  c = constant(7);
  p0 = madd(s0, p0, c);
  p1 = madd(s1, p1, c);
  c = constant(8);
  p0 = madd(s0, p0, c);
  p1 = madd(s1, p1, c);
  c = constant(9);
  d = constant(10);
  let q0 = madd(s0, c, d), q1 = madd(s1, c, d);
  c = constant(11);
  q0 = madd(s0, q0, c);
  q1 = madd(s1, q1, c);
  c = constant(12);
  q0 = madd(s0, q0, c);
  q1 = madd(s1, q1, c);
  v128.store(address, f32x4.div(f32x4.mul(x0, p0), q0));
  v128.store(address, f32x4.div(f32x4.mul(x1, p1), q1), 16);
}

/**
 * eˣ − 1 without loss near 0, for x in [−87, 88] (clamped): x = n ln 2 + r, with Cephes's polynomial (`expf.c`) for
 * eʳ − 1 and the exponent added in the bits. NaN stays NaN.
 */
@inline
function expm1(x: v128): v128 {
  const z = f32x4.pmax(f32x4.pmin(x, constant(13)), constant(14));
  const n = f32x4.nearest(f32x4.mul(z, constant(15)));
  const r = nmadd(n, constant(17), nmadd(n, constant(16), z));
  let p = madd(r, constant(18), constant(19));
  p = madd(r, p, constant(20));
  p = madd(r, p, constant(21));
  p = madd(r, p, constant(22));
  p = madd(r, p, constant(23));
  p = madd(f32x4.mul(r, r), p, r);
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return madd(scale, p, f32x4.sub(scale, f32x4.splat(1)));
}
