import { madd } from './madd';

/*
 * Products with a matrix that relu has left half empty: its zeros are left out. The chains of multiply-adds are those of
 * `multiply.as` without the links that add nothing, so that the bits are the same.
 *
 * A list is what a row or a column has beside zeros: where it ends, then entries of a value and of the distance in bytes at
 * which its row lies in a panel of the other matrix. After the last there are some that add nothing.
 */

const ENTRY: usize = 8;
/** Entries that are taken at once. */
const STEP: usize = 4;
/** Panels that are filled at once: as many sums as are kept in registers. */
const BLOCK: i32 = 4;

/** The biases of what has none. */
const NO_BIASES = memory.data<f32>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
], 16);

/** From one list to the next; `listBytes` in `activation-buffers.ts`. */
@inline
function listBytes(length: i32): usize {
  return ((<usize>length + 7) & ~7) * ENTRY + ENTRY + STEP * ENTRY;
}

/** Whether it is faster to go by lists: taking a listed value takes a quarter longer than one after the other. */
@inline
function isSparse(listed: usize, all: i32): bool {
  return 4 * listed < 3 * <usize>all;
}

/** The list of row or column `index`; `length` is what a list has at most. */
@inline
export function listOf(lists: usize, index: i32, length: i32): usize {
  return lists == 0 ? 0 : lists + <usize>index * listBytes(length);
}

/** How many of so many panels of a product can be made from lists. */
@inline
export function listablePanels(lists: usize, panels: i32): i32 {
  return lists == 0 ? 0 : panels & ~(BLOCK - 1);
}

/** Lists rows of a, `[rows, columns]`, if there are lists; gives how many panels of a product are to be made from them. */
export function listRows(lists: usize, a: usize, aPanel: usize, rows: i32, columns: i32, panels: i32): i32 {
  const listable = listablePanels(lists, panels);
  if (listable == 0) return 0;
  const next = listBytes(columns);
  let listed: usize = 0;
  for (let row = 0; row < rows; row++) {
    let to = lists + ENTRY;
    let from = a;
    const end = <u64>columns << 37;
    for (let at: u64 = 0; at < end; at += 256 << 32) {
      to = listOne(from, 0, at, to);
      to = listOne(from, 4, at + (32 << 32), to);
      to = listOne(from, 8, at + (64 << 32), to);
      to = listOne(from, 12, at + (96 << 32), to);
      to = listOne(from, 16, at + (128 << 32), to);
      to = listOne(from, 20, at + (160 << 32), to);
      to = listOne(from, 24, at + (192 << 32), to);
      to = listOne(from, 28, at + (224 << 32), to);
      from += aPanel;
    }
    listed += endList(lists, to);
    lists += next;
    a += 32;
  }
  return isSparse(listed, rows * columns) ? listable : 0;
}

/** Lists the columns of some panels of a, `[rows, 8 · panels]`. */
export function listColumns(lists: usize, a: usize, aPanel: usize, rows: i32, from: i32, to: i32): void {
  const next = listBytes(rows);
  const end = <u64>rows << 37;
  lists = listOf(lists, from << 3, rows);
  for (let panel = from; panel < to; panel++) {
    for (let lane: usize = 0; lane < 32; lane += 4) {
      let value = a + <usize>panel * aPanel + lane;
      let entry = lists + ENTRY;
      for (let at: u64 = 0; at < end; at += 32 << 32) {
        entry = listOne(value, 0, at, entry);
        value += 32;
      }
      endList(lists, entry);
      lists += next;
    }
  }
}

/** Writes an entry, which stays only where the value is not zero. */
@inline
function listOne(value: usize, lane: usize, at: u64, entry: usize): usize {
  const bits = load<u32>(value + lane);
  store<u64>(entry, at | <u64>bits);
  return entry + (<usize>(bits != 0) << 3);
}

/** Gives how many entries there are. */
@inline
function endList(list: usize, end: usize): usize {
  store<usize>(list, end);
  v128.store(end, i32x4.splat(0)); v128.store(end, i32x4.splat(0), 16);
  return (end - list - ENTRY) / ENTRY;
}

/** Whether lists of so many columns of a, `[rows, 8 · panels]`, are worth their while. */
export function areSparse(lists: usize, columns: i32, rows: i32): bool {
  const next = listBytes(rows);
  let listed: usize = 0;
  for (let column = 0; column < columns; column++) {
    listed += (load<usize>(lists) - lists - ENTRY) / ENTRY;
    lists += next;
  }
  return isSparse(listed, columns * rows);
}

/**
 * `c = a · b + bias` from the lists of a's rows, each as long as `length` at most; a multiple of four panels. A bias of 0 is
 * none.
 */
export function multiplyListed(
  lists: usize, length: i32, b: usize, bPanel: usize, bias: usize, c: usize, cPanel: usize, rows: i32, panels: i32,
): void {
  const next = listBytes(length);
  const nextBias: usize = bias == 0 ? 0 : 32 * BLOCK;
  if (bias == 0) bias = NO_BIASES;
  for (let j = 0; j < panels; j += BLOCK) {
    let list = lists;
    for (let row: usize = 0; row < <usize>rows << 5; row += 32) {
      multiplyList(list, b, bPanel, bias, c + row, cPanel);
      list += next;
    }
    b += bPanel * BLOCK;
    bias += nextBias;
    c += cPanel * BLOCK;
  }
}

/**
 * One row of four panels. Four entries at once: V8 would unroll a shorter loop by itself, and load in the copies all that they
 * multiply before they do, more than there are registers.
 */
@inline
function multiplyList(list: usize, b: usize, bPanel: usize, bias: usize, c: usize, cPanel: usize): void {
  const b1 = b + bPanel, b2 = b1 + bPanel, b3 = b2 + bPanel;
  let c00 = v128.load(bias), c01 = v128.load(bias, 16), c10 = v128.load(bias, 32), c11 = v128.load(bias, 48);
  let c20 = v128.load(bias, 64), c21 = v128.load(bias, 80), c30 = v128.load(bias, 96), c31 = v128.load(bias, 112);
  const end = load<usize>(list);
  for (let entry = list + ENTRY; entry < end; entry += STEP * ENTRY) {
    let value = v128.load32_splat(entry);
    let at = load<usize>(entry, 4);
    c00 = madd(value, v128.load(b + at), c00); c01 = madd(value, v128.load(b + at, 16), c01);
    c10 = madd(value, v128.load(b1 + at), c10); c11 = madd(value, v128.load(b1 + at, 16), c11);
    c20 = madd(value, v128.load(b2 + at), c20); c21 = madd(value, v128.load(b2 + at, 16), c21);
    c30 = madd(value, v128.load(b3 + at), c30); c31 = madd(value, v128.load(b3 + at, 16), c31);
    value = v128.load32_splat(entry, 8);
    at = load<usize>(entry, 12);
    c00 = madd(value, v128.load(b + at), c00); c01 = madd(value, v128.load(b + at, 16), c01);
    c10 = madd(value, v128.load(b1 + at), c10); c11 = madd(value, v128.load(b1 + at, 16), c11);
    c20 = madd(value, v128.load(b2 + at), c20); c21 = madd(value, v128.load(b2 + at, 16), c21);
    c30 = madd(value, v128.load(b3 + at), c30); c31 = madd(value, v128.load(b3 + at, 16), c31);
    value = v128.load32_splat(entry, 16);
    at = load<usize>(entry, 20);
    c00 = madd(value, v128.load(b + at), c00); c01 = madd(value, v128.load(b + at, 16), c01);
    c10 = madd(value, v128.load(b1 + at), c10); c11 = madd(value, v128.load(b1 + at, 16), c11);
    c20 = madd(value, v128.load(b2 + at), c20); c21 = madd(value, v128.load(b2 + at, 16), c21);
    c30 = madd(value, v128.load(b3 + at), c30); c31 = madd(value, v128.load(b3 + at, 16), c31);
    value = v128.load32_splat(entry, 24);
    at = load<usize>(entry, 28);
    c00 = madd(value, v128.load(b + at), c00); c01 = madd(value, v128.load(b + at, 16), c01);
    c10 = madd(value, v128.load(b1 + at), c10); c11 = madd(value, v128.load(b1 + at, 16), c11);
    c20 = madd(value, v128.load(b2 + at), c20); c21 = madd(value, v128.load(b2 + at, 16), c21);
    c30 = madd(value, v128.load(b3 + at), c30); c31 = madd(value, v128.load(b3 + at, 16), c31);
  }
  const d1 = c + cPanel, d2 = d1 + cPanel, d3 = d2 + cPanel;
  v128.store(c, c00); v128.store(c, c01, 16);
  v128.store(d1, c10); v128.store(d1, c11, 16);
  v128.store(d2, c20); v128.store(d2, c21, 16);
  v128.store(d3, c30); v128.store(d3, c31, 16);
}
