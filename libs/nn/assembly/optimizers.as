import { madd } from './madd';

/** Smallest normal float32: a parameter whose gradients were all zero moves by 0 / this, not by 0 / 0. */
const TINY: f32 = 1.17549435e-38;

/** 2⁻¹⁰⁰: smaller moments move no parameter. */
const NEGLIGIBLE: f32 = 7.888609052210118e-31;

/**
 * Zero for what is negligible; NaN stays. Where a gradient is zero for long, as under a dead relu, moments shrink until they
 * are subnormal, and a processor takes a hundred times as long for each.
 */
@inline
function flush(moment: v128): v128 {
  return v128.andnot(moment, f32x4.lt(f32x4.abs(moment), f32x4.splat(NEGLIGIBLE)));
}

/*
 * Elementwise work on blocks of what an optimiser trains; the blocks may be taken by whoever comes first. An optimiser's
 * table (`wasm-optimizer.ts` writes it) has the numbers of its rule, then its blocks.
 */

/** 32 bytes for any rule's numbers. */
const RULE_BYTES: usize = 32;

@unmanaged
class Adam {
  gradientScale: f32;
  oneMinusBeta1: f32;
  beta2: f32;
  oneMinusBeta2: f32;
  stepSize: f32;
  vScale: f32;
  epsilon: f32;
  decay: f32;
}

@unmanaged
class Rmsprop {
  gradientScale: f32;
  alpha: f32;
  oneMinusAlpha: f32;
  learningRate: f32;
  epsilon: f32;
}

@unmanaged
class Sgd {
  gradientScale: f32;
  learningRate: f32;
  momentum: f32;
}

/** `count` floats (a multiple of 8) of parameters, of gradients, and of state. */
@unmanaged
class Block {
  parameters: usize;
  gradients: usize;
  slot0: usize;
  slot1: usize;
  count: i32;
  reserved: i32;
  /** The sum of the squares of the gradients. */
  squares: f64;
}

@inline
function blockOf(table: usize, index: i32): Block {
  return changetype<Block>(table + RULE_BYTES + (<usize>index) * offsetof<Block>());
}

export function sumSquaresOfBlock(table: usize, index: i32): void {
  const block = blockOf(table, index);
  block.squares = sumOfSquares(block.gradients, block.count);
}

/** Of all blocks, in their order. */
export function totalOfSquares(table: usize, blocks: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < blocks; i++) sum += blockOf(table, i).squares;
  return sum;
}

/** The sum of the squares of `count` floats (a multiple of 8), in double precision. */
function sumOfSquares(values: usize, count: i32): f64 {
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
 * Adam and AdamW: `p ← decay · p − stepSize · m / (vScale · √v + ε)`, with the bias corrections in `stepSize` and `vScale`.
 */
export function adam(table: usize, index: i32): void {
  const rule = changetype<Adam>(table), block = blockOf(table, index);
  let parameters = block.parameters, gradients = block.gradients, m = block.slot0, v = block.slot1;
  const end = parameters + ((<usize>block.count) << 2);
  const scale4 = f32x4.splat(rule.gradientScale), oneMinusBeta14 = f32x4.splat(rule.oneMinusBeta1);
  const beta24 = f32x4.splat(rule.beta2), oneMinusBeta24 = f32x4.splat(rule.oneMinusBeta2);
  const stepSize4 = f32x4.splat(rule.stepSize), vScale4 = f32x4.splat(rule.vScale);
  const epsilon4 = f32x4.splat(rule.epsilon), decay4 = f32x4.splat(rule.decay), tiny4 = f32x4.splat(TINY);
  while (parameters != end) {
    const gradient = f32x4.mul(v128.load(gradients), scale4);
    const mOld = v128.load(m);
    const mNew = flush(madd(f32x4.sub(gradient, mOld), oneMinusBeta14, mOld));
    const vNew = flush(madd(v128.load(v), beta24, f32x4.mul(f32x4.mul(gradient, gradient), oneMinusBeta24)));
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

/** RMSprop: `p ← p − learningRate · g / (√v + ε)`. */
export function rmsprop(table: usize, index: i32): void {
  const rule = changetype<Rmsprop>(table), block = blockOf(table, index);
  let parameters = block.parameters, gradients = block.gradients, v = block.slot0;
  const end = parameters + ((<usize>block.count) << 2);
  const gradientScale = rule.gradientScale, alpha = rule.alpha, oneMinusAlpha = rule.oneMinusAlpha;
  const learningRate = rule.learningRate, epsilon = rule.epsilon;
  while (parameters != end) {
    const gradient = f32x4.mul(v128.load(gradients), f32x4.splat(gradientScale));
    const square = f32x4.mul(f32x4.mul(gradient, gradient), f32x4.splat(oneMinusAlpha));
    const vNew = flush(madd(v128.load(v), f32x4.splat(alpha), square));
    v128.store(v, vNew);
    const root = f32x4.pmax(f32x4.add(f32x4.sqrt(vNew), f32x4.splat(epsilon)), f32x4.splat(TINY));
    const step = f32x4.div(f32x4.mul(gradient, f32x4.splat(learningRate)), root);
    v128.store(parameters, f32x4.sub(v128.load(parameters), step));
    parameters += 16;
    gradients += 16;
    v += 16;
  }
}

/** Gradient descent: `p ← p − factor · g`, the factor being learning rate and scale in one. */
export function sgd(table: usize, index: i32): void {
  const factor = changetype<Sgd>(table).learningRate, block = blockOf(table, index);
  let parameters = block.parameters, gradients = block.gradients;
  const end = parameters + ((<usize>block.count) << 2);
  while (parameters != end) {
    const step = f32x4.mul(v128.load(gradients), f32x4.splat(factor));
    v128.store(parameters, f32x4.sub(v128.load(parameters), step));
    parameters += 16;
    gradients += 16;
  }
}

/** Gradient descent with momentum: `b ← momentum · b + g`, `p ← p − learningRate · b`. */
export function momentum(table: usize, index: i32): void {
  const rule = changetype<Sgd>(table), block = blockOf(table, index);
  let parameters = block.parameters, gradients = block.gradients, buffer = block.slot0;
  const end = parameters + ((<usize>block.count) << 2);
  const gradientScale = rule.gradientScale, momentum = rule.momentum, learningRate = rule.learningRate;
  while (parameters != end) {
    const gradient = f32x4.mul(v128.load(gradients), f32x4.splat(gradientScale));
    const bNew = flush(madd(v128.load(buffer), f32x4.splat(momentum), gradient));
    v128.store(buffer, bNew);
    v128.store(parameters, f32x4.sub(v128.load(parameters), f32x4.mul(bNew, f32x4.splat(learningRate))));
    parameters += 16;
    gradients += 16;
    buffer += 16;
  }
}

/** Floats that one piece of a Polyak update has. */
const BLEND_BLOCK = 1024;

@unmanaged
class Blend {
  target: usize;
  source: usize;
  count: i32;
  oneMinusTau: f32;
  tau: f32;
}

/** Polyak averaging of one piece: `target ← (1 − τ) · target + τ · source`. */
export function blend(table: usize, index: i32): void {
  const blend = changetype<Blend>(table);
  const first = index * BLEND_BLOCK;
  const offset = (<usize>first) << 2;
  let target = blend.target + offset, source = blend.source + offset;
  const end = target + ((<usize>min(BLEND_BLOCK, blend.count - first)) << 2);
  const oneMinusTau4 = f32x4.splat(blend.oneMinusTau), tau4 = f32x4.splat(blend.tau);
  while (target != end) {
    v128.store(target, madd(v128.load(target), oneMinusTau4, f32x4.mul(v128.load(source), tau4)));
    target += 16;
    source += 16;
  }
}
