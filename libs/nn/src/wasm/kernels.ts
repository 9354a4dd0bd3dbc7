/**
 * What `assembly/` exports; see there for what each does. Addresses and distances are in bytes, counts in elements,
 * rows or panels.
 */
export interface Kernels {
  heapBase(): number;
  isFused(a: number, c: number): number;
  run: RunJob;
  totalOfSquares(table: number, blocks: number): number;
  multiplyTransposed(
    a: number,
    aPanel: number,
    b: number,
    bPanel: number,
    c: number,
    cPanel: number,
    rows: number,
    k: number,
    panels: number,
  ): void;
}

/**
 * Does a job on the units `from` to `to` of a table, in chunks; in what order and on which thread changes no bit. The batch
 * and the distance between panels of activations are of use to jobs on networks only.
 */
export type RunJob = (
  job: number,
  table: number,
  from: number,
  to: number,
  chunk: number,
  batch: number,
  stride: number,
) => void;

/** The numbers that the kernels know jobs by, and their units. */
export const JOBS = {
  /** Rows. */
  forward: 0,
  /** Panels of the inputs of all layers. */
  transpose: 1,
  /** Rows. */
  backward: 2,
  /** Rows. */
  backwardToInputs: 3,
  /** Panels of the inputs of all layers. */
  list: 4,
  /** Panels of the outputs of all layers. */
  gradients: 5,
  /** Blocks, as of all that follow. */
  squares: 6,
  adam: 7,
  rmsprop: 8,
  sgd: 9,
  momentum: 10,
  blend: 11,
} as const;

/** The numbers that the kernels know activations by. */
export const ACTIVATION_CODES = { identity: 0, tanh: 1, relu: 2, leakyRelu: 3, elu: 4, silu: 5 } as const;
