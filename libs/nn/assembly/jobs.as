import { backwardRows, forwardRows, listInputs, Network, transposeWeights, weightGradients } from './network';
import { adam, blend, momentum, rmsprop, sgd, sumSquaresOfBlock } from './optimizers';

/*
 * A job is work on units (rows, panels, blocks) that may be done in any order and by any thread with the same bits. It is
 * done in chunks of units. `JOBS` in `kernels.ts` has these numbers by name.
 */
const FORWARD: i32 = 0;
const TRANSPOSE: i32 = 1;
const BACKWARD: i32 = 2;
const BACKWARD_TO_INPUTS: i32 = 3;
const LIST: i32 = 4;
const GRADIENTS: i32 = 5;
const SQUARES: i32 = 6;
const ADAM: i32 = 7;
const RMSPROP: i32 = 8;
const SGD: i32 = 9;
const MOMENTUM: i32 = 10;
const BLEND: i32 = 11;

/** One chunk: `count` units from `from`. `batch` and `stride` (of activations) are of use to networks only. */
export function doChunk(job: i32, table: usize, from: i32, count: i32, batch: i32, stride: usize): void {
  if (job <= GRADIENTS) {
    const network = changetype<Network>(table);
    if (job == FORWARD) forwardRows(network, from, count, stride);
    else if (job == TRANSPOSE) transposeWeights(network, from, count);
    else if (job == LIST) listInputs(network, from, count, batch, stride);
    else if (job == GRADIENTS) weightGradients(network, from, count, batch, stride);
    else backwardRows(network, from, count, stride, job == BACKWARD_TO_INPUTS);
    return;
  }
  const to = from + count;
  for (let i = from; i < to; i++) {
    if (job == SQUARES) sumSquaresOfBlock(table, i);
    else if (job == ADAM) adam(table, i);
    else if (job == RMSPROP) rmsprop(table, i);
    else if (job == SGD) sgd(table, i);
    else if (job == MOMENTUM) momentum(table, i);
    else if (job == BLEND) blend(table, i);
  }
}

/** The units from `from` to `to`, chunk by chunk, on this thread. */
export function run(job: i32, table: usize, from: i32, to: i32, chunk: i32, batch: i32, stride: usize): void {
  for (; from < to; from += chunk) doChunk(job, table, from, min(chunk, to - from), batch, stride);
}
