import { activate, multiplyByDerivative } from './activations';
import { madd } from './madd';
import { areSparse, listablePanels, listOf, listRows, multiplyListed } from './sparse';

/*
 * A matrix lies in panels of 8 columns, each panel row by row: `[columns / 8][rows][8]`. `xPanel` is the distance in
 * bytes from one panel of x to the next. Columns are padded with zeros.
 *
 * Every element is one chain of multiply-adds in ascending k, whatever the tile it falls in: the bits depend neither on
 * the number of rows nor on how the work is divided.
 *
 * Rows are counted as they are, but there is room up to the next multiple of 4, and what falls there is never read.
 *
 * The tile is 4 rows × 8 columns, and k is not unrolled: Node 20 spills registers beyond 9 accumulators.
 */

/**
 * `c = activation(a · b + bias)`: a is `[rows, k]`, b `[k, 8 · panels]`. `derivative` takes the activation's
 * derivative where it cannot be had from the output; its panels are as far apart as c's. `lists`: room for those of a's rows,
 * where a may be sparse, or 0.
 */
export function forward(
  a: usize, aPanel: usize, b: usize, bPanel: usize, bias: usize, c: usize, cPanel: usize, derivative: usize,
  rows: i32, k: i32, panels: i32, activation: i32, lists: usize,
): void {
  if (rows == 1) {
    multiplyRow(a, aPanel, b, bPanel, bias, c, cPanel, k, panels);
    for (let j = 0; j < panels; j++) {
      activate(c, derivative, 1, activation);
      c += cPanel;
      derivative += cPanel;
    }
    return;
  }
  const listed = listRows(lists, a, aPanel, rows, k, panels);
  multiplyListed(lists, k, b, bPanel, bias, c, cPanel, rows, listed);
  for (let j = 0; j < panels; j++) {
    if (j >= listed) multiplyPanel(a, aPanel, b, v128.load(bias), v128.load(bias, 16), c, rows, k);
    activate(c, derivative, rows, activation);
    b += bPanel;
    bias += 32;
    c += cPanel;
    derivative += cPanel;
  }
}

/**
 * `c = (a · b) ⊙ activation′(y)`: the gradient at a layer's inputs, which are the outputs y of the layer below. y (or,
 * where the activation needs it, its stored derivative) lies like c; `lists` as in `forward`.
 */
export function backward(
  a: usize, aPanel: usize, b: usize, bPanel: usize, c: usize, cPanel: usize, y: usize, rows: i32, k: i32, panels: i32,
  activation: i32, lists: usize,
): void {
  const listed = listRows(lists, a, aPanel, rows, k, panels);
  multiplyListed(lists, k, b, bPanel, 0, c, cPanel, rows, listed);
  for (let j = 0; j < panels; j++) {
    if (j >= listed) multiplyPanel(a, aPanel, b, f32x4.splat(0), f32x4.splat(0), c, rows, k);
    multiplyByDerivative(c, y, rows, activation);
    b += bPanel;
    c += cPanel;
    y += cPanel;
  }
}

/** `c = aᵀ · b`: a is `[k, rows]`, b `[k, 8 · panels]`; the weight gradient. */
export function multiplyTransposed(
  a: usize, aPanel: usize, b: usize, bPanel: usize, c: usize, cPanel: usize, rows: i32, k: i32, panels: i32,
): void {
  for (let j = 0; j < panels; j++) {
    const bEnd = b + ((<usize>k) << 5);
    let pc = c;
    for (let i = 0; i < rows; i += 4) {
      let pa = a + (<usize>(i >> 3)) * aPanel + ((<usize>i & 4) << 2);
      let pb = b;
      let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
      let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
      do {
        const b0 = v128.load(pb), b1 = v128.load(pb, 16);
        const a0 = v128.load32_splat(pa);
        c00 = madd(a0, b0, c00); c01 = madd(a0, b1, c01);
        const a1 = v128.load32_splat(pa, 4);
        c10 = madd(a1, b0, c10); c11 = madd(a1, b1, c11);
        const a2 = v128.load32_splat(pa, 8);
        c20 = madd(a2, b0, c20); c21 = madd(a2, b1, c21);
        const a3 = v128.load32_splat(pa, 12);
        c30 = madd(a3, b0, c30); c31 = madd(a3, b1, c31);
        pa += 32;
        pb += 32;
      } while (pb != bEnd);
      v128.store(pc, c00); v128.store(pc, c01, 16);
      v128.store(pc, c10, 32); v128.store(pc, c11, 48);
      v128.store(pc, c20, 64); v128.store(pc, c21, 80);
      v128.store(pc, c30, 96); v128.store(pc, c31, 112);
      pc += 128;
    }
    b += bPanel;
    c += cPanel;
  }
}

/** `multiplyTransposed` where a may be sparse: `lists` are those of its columns, or 0. */
export function multiplyTransposedListed(
  lists: usize, a: usize, aPanel: usize, b: usize, bPanel: usize, c: usize, cPanel: usize, rows: i32, k: i32, panels: i32,
): void {
  const listable = listablePanels(lists, panels);
  const dense = panels - listable;
  for (let i = 0; i < rows && listable > 0; i += 8) {
    const list = listOf(lists, i, k);
    const count = min(8, rows - i);
    const to = c + (<usize>i << 5);
    if (areSparse(list, count, k)) multiplyListed(list, k, b, bPanel, 0, to, cPanel, count, listable);
    else multiplyTransposed(a + <usize>(i >> 3) * aPanel, aPanel, b, bPanel, to, cPanel, count, k, listable);
  }
  b += <usize>listable * bPanel;
  c += <usize>listable * cPanel;
  multiplyTransposed(a, aPanel, b, bPanel, c, cPanel, rows, k, dense);
}

/** `gradient ← gradient ⊙ activation′(y)`: what `backward` does to its product, for a gradient that came from outside. */
export function startBackward(
  gradient: usize, panel: usize, y: usize, rows: i32, panels: i32, activation: i32,
): void {
  for (let j = 0; j < panels; j++) {
    multiplyByDerivative(gradient, y, rows, activation);
    gradient += panel;
    y += panel;
  }
}

/** The column sums of one panel: a layer's bias gradient from the gradient at its outputs. */
export function sumColumns(values: usize, sums: usize, rows: i32): void {
  let even0 = f32x4.splat(0), even1 = f32x4.splat(0), odd0 = f32x4.splat(0), odd1 = f32x4.splat(0);
  for (let row = 1; row < rows; row += 2) {
    even0 = f32x4.add(even0, v128.load(values)); even1 = f32x4.add(even1, v128.load(values, 16));
    odd0 = f32x4.add(odd0, v128.load(values, 32)); odd1 = f32x4.add(odd1, v128.load(values, 48));
    values += 64;
  }
  if ((rows & 1) != 0) {
    even0 = f32x4.add(even0, v128.load(values)); even1 = f32x4.add(even1, v128.load(values, 16));
  }
  v128.store(sums, f32x4.add(even0, odd0));
  v128.store(sums, f32x4.add(even1, odd1), 16);
}

/** One panel of `c = a · b + bias`. */
@inline
function multiplyPanel(
  a: usize, aPanel: usize, b: usize, bias0: v128, bias1: v128, c: usize, rows: i32, k: i32,
): void {
  const nextPanel = aPanel - 32;
  const rest = (<usize>k & 7) << 2;
  for (let i = 0; i < rows; i += 4) {
    let c00 = bias0, c01 = bias1, c10 = bias0, c11 = bias1;
    let c20 = bias0, c21 = bias1, c30 = bias0, c31 = bias1;
    let pa = a;
    let pb = b;
    for (let kPanel = k >> 3; kPanel > 0; kPanel--) {
      const end = pa + 32;
      do {
        const b0 = v128.load(pb), b1 = v128.load(pb, 16);
        const a0 = v128.load32_splat(pa);
        c00 = madd(a0, b0, c00); c01 = madd(a0, b1, c01);
        const a1 = v128.load32_splat(pa, 32);
        c10 = madd(a1, b0, c10); c11 = madd(a1, b1, c11);
        const a2 = v128.load32_splat(pa, 64);
        c20 = madd(a2, b0, c20); c21 = madd(a2, b1, c21);
        const a3 = v128.load32_splat(pa, 96);
        c30 = madd(a3, b0, c30); c31 = madd(a3, b1, c31);
        pa += 4;
        pb += 32;
      } while (pa != end);
      pa += nextPanel;
    }
    const end = pa + rest;
    while (pa != end) {
      const b0 = v128.load(pb), b1 = v128.load(pb, 16);
      const a0 = v128.load32_splat(pa);
      c00 = madd(a0, b0, c00); c01 = madd(a0, b1, c01);
      const a1 = v128.load32_splat(pa, 32);
      c10 = madd(a1, b0, c10); c11 = madd(a1, b1, c11);
      const a2 = v128.load32_splat(pa, 64);
      c20 = madd(a2, b0, c20); c21 = madd(a2, b1, c21);
      const a3 = v128.load32_splat(pa, 96);
      c30 = madd(a3, b0, c30); c31 = madd(a3, b1, c31);
      pa += 4;
      pb += 32;
    }
    v128.store(c, c00); v128.store(c, c01, 16);
    v128.store(c, c10, 32); v128.store(c, c11, 48);
    v128.store(c, c20, 64); v128.store(c, c21, 80);
    v128.store(c, c30, 96); v128.store(c, c31, 112);
    a += 128;
    c += 128;
  }
}

/** `c = a · b + bias` for a single row: four panels at a time, so that eight sums are under way. */
function multiplyRow(
  a: usize, aPanel: usize, b: usize, bPanel: usize, bias: usize, c: usize, cPanel: usize, k: i32, panels: i32,
): void {
  const nextPanel = aPanel - 32;
  let j = 0;
  for (; j + 4 <= panels; j += 4) {
    let c00 = v128.load(bias), c01 = v128.load(bias, 16), c10 = v128.load(bias, 32), c11 = v128.load(bias, 48);
    let c20 = v128.load(bias, 64), c21 = v128.load(bias, 80), c30 = v128.load(bias, 96), c31 = v128.load(bias, 112);
    let pa = a;
    let b0 = b, b1 = b + bPanel, b2 = b1 + bPanel, b3 = b2 + bPanel;
    for (let p = 0; p < k; p++) {
      const value = v128.load32_splat(pa);
      c00 = madd(value, v128.load(b0), c00); c01 = madd(value, v128.load(b0, 16), c01);
      c10 = madd(value, v128.load(b1), c10); c11 = madd(value, v128.load(b1, 16), c11);
      c20 = madd(value, v128.load(b2), c20); c21 = madd(value, v128.load(b2, 16), c21);
      c30 = madd(value, v128.load(b3), c30); c31 = madd(value, v128.load(b3, 16), c31);
      b0 += 32; b1 += 32; b2 += 32; b3 += 32;
      pa += 4;
      if ((p & 7) == 7) pa += nextPanel;
    }
    v128.store(c, c00); v128.store(c, c01, 16);
    c += cPanel;
    v128.store(c, c10); v128.store(c, c11, 16);
    c += cPanel;
    v128.store(c, c20); v128.store(c, c21, 16);
    c += cPanel;
    v128.store(c, c30); v128.store(c, c31, 16);
    c += cPanel;
    b = b3 - (<usize>k << 5) + bPanel;
    bias += 128;
  }
  for (; j < panels; j++) {
    let c0 = v128.load(bias), c1 = v128.load(bias, 16);
    let pa = a;
    let pb = b;
    for (let p = 0; p < k; p++) {
      const value = v128.load32_splat(pa);
      c0 = madd(value, v128.load(pb), c0); c1 = madd(value, v128.load(pb, 16), c1);
      pb += 32;
      pa += 4;
      if ((p & 7) == 7) pa += nextPanel;
    }
    v128.store(c, c0); v128.store(c, c1, 16);
    b += bPanel;
    c += cPanel;
    bias += 32;
  }
}
