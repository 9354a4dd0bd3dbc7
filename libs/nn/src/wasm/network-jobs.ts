import type { MlpLayout } from '../mlp-layout.ts';
import { hasAnyLists } from './activation-buffers.ts';
import { createChunks } from './chunks.ts';
import { JOBS } from './kernels.ts';

/** What the kernels are told to do, on the units `from` to `to`. */
export interface NetworkJob {
  readonly job: number;
  readonly from: number;
  readonly to: number;
  /** Units that a thread takes at once. */
  readonly chunk: number;
  /** Units after which others may have the thread; a multiple of the chunk. */
  readonly piece: number;
}

/** The passes of a network for one batch size. */
export interface NetworkJobs {
  readonly forward: readonly NetworkJob[];
  readonly backward: readonly NetworkJob[];
  readonly backwardToParameters: readonly NetworkJob[];
  readonly backwardToInputs: readonly NetworkJob[];
}

/** Operations of one piece: 0.4 ms on a core that has nothing else to do, and some milliseconds on one that many want. */
const PIECE_OPERATIONS = 16e6;

export function createNetworkJobs(layout: MlpLayout, batch: number): NetworkJobs {
  const { layers, parameterCount } = layout;
  const { rows, panels, transposed, listed, inputPanels, belowPanels, abovePanels } = createChunks(layout, batch);

  // A multiplication and an addition for each parameter and row; what is only moved counts as much as an addition.
  const all = 2 * parameterCount * batch;
  const forward = divide(JOBS.forward, 0, batch, rows, all);
  const transposeAll = divide(JOBS.transpose, 0, belowPanels, transposed, parameterCount);
  const transpose = { ...transposeAll, from: inputPanels };
  const backward = divide(JOBS.backward, 0, batch, rows, all);
  const backwardToInputs = divide(JOBS.backwardToInputs, 0, batch, rows, all);
  const gradients = divide(JOBS.gradients, 0, abovePanels, panels, all);
  const list = divide(JOBS.list, 0, belowPanels, listed, batch * belowPanels * 8);
  // Inputs have no lists.
  const lists = hasAnyLists(layers) ? [{ ...list, from: inputPanels }] : [];
  return {
    forward: [forward],
    backward: [transposeAll, backwardToInputs, ...lists, gradients],
    backwardToParameters: [transpose, backward, ...lists, gradients],
    backwardToInputs: [transposeAll, backwardToInputs],
  };
}

/** `operations`: those of all units from 0 to `to`. */
function divide(job: number, from: number, to: number, chunk: number, operations: number): NetworkJob {
  const chunks = Math.floor(PIECE_OPERATIONS / (operations / to) / chunk);
  return { job, from, to, chunk, piece: Math.max(1, chunks) * chunk };
}
