import type { MlpLayout } from '../mlp-layout.ts';
import { hasAnyLists } from './activation-buffers.ts';
import { padded, panelsOf } from './panel-layout.ts';

/** Into how large pieces the jobs on a network are divided for one batch size. */
export interface Chunks {
  /** Rows of one chunk: forwards and backwards. */
  readonly rows: number;
  /** Panels of one chunk: gradients of weights. */
  readonly panels: number;
  /** Panels of one chunk: transposed weights. */
  readonly transposed: number;
  /** Panels of one chunk: lists of what layers take in. */
  readonly listed: number;
  /** How many panels there are: of the network's inputs, of the inputs of all layers, of the outputs of all layers. */
  readonly inputPanels: number;
  readonly belowPanels: number;
  readonly abovePanels: number;
}

/** Few enough that taking a chunk costs little beside it, and so many that two threads end at about the same time. */
const ROW_CHUNKS = 8;
const MOST_ROWS = 16;
const LEAST_ROWS = 8;
const PANEL_CHUNKS = 16;
/** Floats that one chunk transposes: where a network has no more, it is not worth two threads' while. */
const TRANSPOSED_FLOATS = 16_384;
/** The same for what is listed. */
const LISTED_FLOATS = 4096;
/** Panels that a sparse product fills at once: `BLOCK` in `assembly/sparse.as`. */
const SPARSE_PANELS = 4;

export function createChunks({ inputSize, layers }: MlpLayout, batch: number): Chunks {
  const abovePanels = layers.reduce((sum, { outputSize }) => sum + panelsOf(outputSize), 0);
  const belowPanels = layers.reduce((sum, layer) => sum + panelsOf(layer.inputSize), 0);
  const widest = Math.max(...layers.map(({ outputSize }) => padded(outputSize)));
  const panels = Math.max(1, Math.floor(abovePanels / PANEL_CHUNKS));
  const rows = Math.ceil(batch / ROW_CHUNKS / 8) * 8;
  return {
    rows: Math.min(MOST_ROWS, Math.max(LEAST_ROWS, rows)),
    panels: hasAnyLists(layers) ? Math.ceil(panels / SPARSE_PANELS) * SPARSE_PANELS : panels,
    transposed: Math.max(1, Math.floor(TRANSPOSED_FLOATS / (8 * widest))),
    listed: Math.max(1, Math.floor(LISTED_FLOATS / (8 * batch))),
    inputPanels: panelsOf(inputSize),
    belowPanels,
    abovePanels,
  };
}
