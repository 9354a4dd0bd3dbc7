import { madd } from './madd';

/** Smallest normal float32: a parameter whose gradients were all zero moves by 0 / this, not by 0 / 0. */
const TINY: f32 = 1.17549435e-38;

/** The sum of the squares of `count` floats (a multiple of 8), in double precision. */
export function sumOfSquares(values: usize, count: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  const end = values + ((<usize>count) << 2);
  while (values != end) {
    const a = f64x2.promote_low_f32x4(v128.load64_zero(values));
    const b = f64x2.promote_low_f32x4(v128.load64_zero(values, 8));
    const c = f64x2.promote_low_f32x4(v128.load64_zero(values, 16));
    const d = f64x2.promote_low_f32x4(v128.load64_zero(values, 24));
    s0 = f64x2.add(s0, f64x2.mul(a, a));
    s1 = f64x2.add(s1, f64x2.mul(b, b));
    s2 = f64x2.add(s2, f64x2.mul(c, c));
    s3 = f64x2.add(s3, f64x2.mul(d, d));
    values += 32;
  }
  const both = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/**
 * Adam and AdamW over `count` floats (a multiple of 8): `p ← decay · p − stepSize · m / (vScale · √v + ε)`, with the bias
 * corrections in `stepSize` and `vScale`.
 */
export function adam(
  parameters: usize, gradients: usize, m: usize, v: usize, count: i32, gradientScale: f32, oneMinusBeta1: f32,
  beta2: f32, oneMinusBeta2: f32, stepSize: f32, vScale: f32, epsilon: f32, decay: f32,
): void {
  const end = parameters + ((<usize>count) << 2);
  const scale4 = f32x4.splat(gradientScale), oneMinusBeta14 = f32x4.splat(oneMinusBeta1), beta24 = f32x4.splat(beta2);
  const oneMinusBeta24 = f32x4.splat(oneMinusBeta2), stepSize4 = f32x4.splat(stepSize), vScale4 = f32x4.splat(vScale);
  const epsilon4 = f32x4.splat(epsilon), decay4 = f32x4.splat(decay), tiny4 = f32x4.splat(TINY);
  while (parameters != end) {
    const gradient = f32x4.mul(v128.load(gradients), scale4);
    const mOld = v128.load(m);
    const mNew = madd(f32x4.sub(gradient, mOld), oneMinusBeta14, mOld);
    const vNew = madd(v128.load(v), beta24, f32x4.mul(f32x4.mul(gradient, gradient), oneMinusBeta24));
    v128.store(m, mNew);
    v128.store(v, vNew);
    const root = f32x4.pmax(madd(f32x4.sqrt(vNew), vScale4, epsilon4), tiny4);
    const step = f32x4.div(f32x4.mul(mNew, stepSize4), root);
    v128.store(parameters, f32x4.sub(f32x4.mul(v128.load(parameters), decay4), step));
    parameters += 16;
    gradients += 16;
    m += 16;
    v += 16;
  }
}

/** RMSprop over `count` floats (a multiple of 8): `p ← p − learningRate · g / (√v + ε)`. */
export function rmsprop(
  parameters: usize, gradients: usize, v: usize, count: i32, gradientScale: f32, alpha: f32, oneMinusAlpha: f32,
  learningRate: f32, epsilon: f32,
): void {
  const end = parameters + ((<usize>count) << 2);
  while (parameters != end) {
    const gradient = f32x4.mul(v128.load(gradients), f32x4.splat(gradientScale));
    const square = f32x4.mul(f32x4.mul(gradient, gradient), f32x4.splat(oneMinusAlpha));
    const vNew = madd(v128.load(v), f32x4.splat(alpha), square);
    v128.store(v, vNew);
    const root = f32x4.pmax(f32x4.add(f32x4.sqrt(vNew), f32x4.splat(epsilon)), f32x4.splat(TINY));
    const step = f32x4.div(f32x4.mul(gradient, f32x4.splat(learningRate)), root);
    v128.store(parameters, f32x4.sub(v128.load(parameters), step));
    parameters += 16;
    gradients += 16;
    v += 16;
  }
}

/** Gradient descent over `count` floats (a multiple of 8): `p ← p − factor · g`. */
export function sgd(parameters: usize, gradients: usize, count: i32, factor: f32): void {
  const end = parameters + ((<usize>count) << 2);
  while (parameters != end) {
    const step = f32x4.mul(v128.load(gradients), f32x4.splat(factor));
    v128.store(parameters, f32x4.sub(v128.load(parameters), step));
    parameters += 16;
    gradients += 16;
  }
}

/** Gradient descent with momentum: `b ← momentum · b + g`, `p ← p − learningRate · b`. */
export function momentum(
  parameters: usize, gradients: usize, buffer: usize, count: i32, gradientScale: f32, momentum: f32, learningRate: f32,
): void {
  const end = parameters + ((<usize>count) << 2);
  while (parameters != end) {
    const gradient = f32x4.mul(v128.load(gradients), f32x4.splat(gradientScale));
    const bNew = madd(v128.load(buffer), f32x4.splat(momentum), gradient);
    v128.store(buffer, bNew);
    v128.store(parameters, f32x4.sub(v128.load(parameters), f32x4.mul(bNew, f32x4.splat(learningRate))));
    parameters += 16;
    gradients += 16;
    buffer += 16;
  }
}

/** Polyak averaging over `count` floats (a multiple of 8): `target ← (1 − τ) · target + τ · source`. */
export function blend(target: usize, source: usize, count: i32, oneMinusTau: f32, tau: f32): void {
  const end = target + ((<usize>count) << 2);
  while (target != end) {
    const moved = f32x4.mul(v128.load(source), f32x4.splat(tau));
    v128.store(target, madd(v128.load(target), f32x4.splat(oneMinusTau), moved));
    target += 16;
    source += 16;
  }
}
