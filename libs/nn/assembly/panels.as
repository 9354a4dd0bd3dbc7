/**
 * A row-major `[rows, columns]` matrix into panels. Columns up to the next multiple of 8 and rows up to the next
 * multiple of 4 become zero. Reads up to 32 bytes past the end of the source.
 */
export function pack(source: usize, rows: i32, columns: i32, target: usize, targetPanel: usize): void {
  const stride = (<usize>columns) << 2;
  for (let column = 0; column < columns; column += 8) {
    const width = columns - column;
    const lanes = i32x4(0, 1, 2, 3);
    const mask0 = i32x4.lt_s(lanes, i32x4.splat(width));
    const mask1 = i32x4.lt_s(lanes, i32x4.splat(width - 4));
    let from = source + ((<usize>column) << 2);
    let to = target;
    for (let row = 0; row < rows; row++) {
      v128.store(to, v128.and(v128.load(from), mask0));
      v128.store(to, v128.and(v128.load(from, 16), mask1), 16);
      from += stride;
      to += 32;
    }
    memory.fill(to, 0, (<usize>(-rows & 3)) << 5);
    target += targetPanel;
  }
}

/** Panels into a row-major `[rows, columns]` matrix. */
export function unpack(source: usize, sourcePanel: usize, target: usize, rows: i32, columns: i32): void {
  const stride = (<usize>columns) << 2;
  for (let column = 0; column < columns; column += 8) {
    const width = min(8, columns - column);
    let from = source;
    let to = target + ((<usize>column) << 2);
    for (let row = 0; row < rows; row++) {
      if (width == 8) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let i = 0; i < width; i++) store<f32>(to + ((<usize>i) << 2), load<f32>(from + ((<usize>i) << 2)));
      }
      from += 32;
      to += stride;
    }
    source += sourcePanel;
  }
}

/**
 * The transpose of a matrix in panels, both sides padded to multiples of 8: `[columnPanels][8 · rowPanels][8]` turned; of
 * it the panels of rows from `from` to `to`.
 */
export function transpose(
  source: usize, rowPanels: i32, columnPanels: i32, target: usize, from: i32, to: i32,
): void {
  const sourcePanel = (<usize>rowPanels) << 8;
  const targetPanel = (<usize>columnPanels) << 8;
  for (let i = from; i < to; i++) {
    let read = source + ((<usize>i) << 8);
    let write = target + (<usize>i) * targetPanel;
    for (let j = 0; j < columnPanels; j++) {
      transpose4(read, write);
      transpose4(read + 16, write + 128);
      transpose4(read + 128, write + 16);
      transpose4(read + 144, write + 144);
      read += sourcePanel;
      write += 256;
    }
  }
}

/** A 4×4 block; its rows are 32 bytes apart on both sides. */
@inline
function transpose4(source: usize, target: usize): void {
  const a = v128.load(source), b = v128.load(source, 32), c = v128.load(source, 64), d = v128.load(source, 96);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<f64>(ab0, cd0, 0, 2));
  v128.store(target, v128.shuffle<f64>(ab0, cd0, 1, 3), 32);
  v128.store(target, v128.shuffle<f64>(ab1, cd1, 0, 2), 64);
  v128.store(target, v128.shuffle<f64>(ab1, cd1, 1, 3), 96);
}
