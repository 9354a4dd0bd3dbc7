import type { MlpLayout } from '../mlp-layout.ts';

/**
 * The kernels' order of a flat parameter vector. Weights `[in, out]` lie in panels of 8 output columns, each panel row by
 * row: `[out / 8][in][8]`; both sides and each bias vector are padded to multiples of 8. The padding stays zero in
 * parameters, gradients and an optimiser's state alike, so that it takes part in no sum.
 */
export interface PanelLayout {
  /** Floats with the padding. */
  readonly size: number;
  /** Elements of the flat vector. */
  readonly count: number;
  /** Each piece of the flat vector in its order. */
  readonly pieces: readonly Piece[];
}

/** A matrix of the flat vector, and where its panels start; a vector is a matrix of one row. */
interface Piece {
  readonly start: number;
  readonly rows: number;
  /** Rows with the padding. */
  readonly panelRows: number;
  readonly columns: number;
}

/** Columns in a panel. */
const WIDTH = 8;

/** How many panels hold so many columns. */
export function panelsOf(columns: number): number {
  return Math.ceil(columns / WIDTH);
}

/** The next multiple of 8. */
export function padded(columns: number): number {
  return panelsOf(columns) * WIDTH;
}

export function layOutPanels({ layers, parameterCount }: Pick<MlpLayout, 'layers' | 'parameterCount'>): PanelLayout {
  const pieces: Piece[] = [];
  let start = 0;
  for (const { inputSize, outputSize } of layers) {
    pieces.push({ start, rows: inputSize, panelRows: padded(inputSize), columns: outputSize });
    start += padded(inputSize) * padded(outputSize);
    pieces.push({ start, rows: 1, panelRows: 1, columns: outputSize });
    start += padded(outputSize);
  }
  return { size: start, count: parameterCount, pieces };
}

/** One vector. */
export function layOutVector(count: number): PanelLayout {
  const pieces = [{ start: 0, rows: 1, panelRows: 1, columns: count }];
  return { size: padded(count), count, pieces };
}

/** Copies panels at `index` of `floats` into a flat vector at `offset` of `flat`. */
export function panelsToFlat(
  layout: PanelLayout,
  floats: Float32Array,
  index: number,
  flat: Float32Array,
  offset: number,
): void {
  const { pieces } = layout;
  let to = offset;
  // By index, since this is called once an update for a free parameter: an iterator would be an allocation.
  for (let p = 0; p < pieces.length; p++) {
    const { start, rows, panelRows, columns } = pieces[p];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column += WIDTH) {
        const from = index + start + column * panelRows + row * WIDTH;
        const width = Math.min(WIDTH, columns - column);
        for (let i = 0; i < width; i++) flat[to++] = floats[from + i];
      }
    }
  }
}

/** The inverse of `panelsToFlat`; sets the padding to zero. */
export function flatToPanels(
  layout: PanelLayout,
  flat: Float32Array,
  offset: number,
  floats: Float32Array,
  index: number,
): void {
  const { pieces, size } = layout;
  floats.fill(0, index, index + size);
  let from = offset;
  for (let p = 0; p < pieces.length; p++) {
    const { start, rows, panelRows, columns } = pieces[p];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column += WIDTH) {
        const to = index + start + column * panelRows + row * WIDTH;
        const width = Math.min(WIDTH, columns - column);
        for (let i = 0; i < width; i++) floats[to + i] = flat[from++];
      }
    }
  }
}
