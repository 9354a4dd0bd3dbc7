import { backward, forward, multiplyTransposedListed, startBackward, sumColumns } from './multiply';
import { pack, transpose, unpack } from './panels';
import { listablePanels, listColumns, listOf } from './sparse';

/*
 * What is done to a network, in pieces that may be done by whoever comes first: rows of a batch on their way through all
 * layers, or panels of weights over the whole batch. The bits don't depend on how the work is divided.
 *
 * The engine writes these tables (`network-table.ts`): a network, its stages (the inputs, then what each layer gives), its
 * layers.
 */

@unmanaged
export class Network {
  layerCount: i32;
  /** Row-major rows: the inputs on their way in, and their gradients on their way out. */
  inputRows: usize;
  /** The outputs on their way out, and their gradients on their way in. */
  outputRows: usize;
  /** For 8-byte addresses of the tables behind. */
  reserved: i32;
}

@unmanaged
class Stage {
  values: usize;
  /** What the derivative of the activation is taken from: the values, or itself, stored. */
  slopes: usize;
  gradients: usize;
  /** Of the biases under it. */
  biasGradients: usize;
  size: i32;
  panels: i32;
  /** That gave the values. */
  activation: i32;
  /** Room to list what is not zero in rows of the values or the gradients, or in columns of the values; 0 where few are. */
  lists: usize;
}

@unmanaged
class Layer {
  weights: usize;
  biases: usize;
  gradients: usize;
  transposed: usize;
  /** Distances between panels. */
  panel: usize;
  transposedPanel: usize;
  reserved0: i32;
  reserved1: i32;
}

@inline
function stageOf(network: Network, index: i32): Stage {
  return changetype<Stage>(changetype<usize>(network) + offsetof<Network>() + (<usize>index) * offsetof<Stage>());
}

@inline
function layerOf(network: Network, index: i32): Layer {
  const layers = changetype<usize>(stageOf(network, network.layerCount + 1));
  return changetype<Layer>(layers + (<usize>index) * offsetof<Layer>());
}

/** Some rows through all layers: packed, multiplied, unpacked. `stride` is from one panel of activations to the next. */
export function forwardRows(network: Network, from: i32, rows: i32, stride: usize): void {
  const offset = (<usize>from) << 5;
  let stage = stageOf(network, 0);
  pack(network.inputRows + (<usize>(from * stage.size) << 2), rows, stage.size, stage.values + offset, stride);
  for (let l = 0; l < network.layerCount; l++) {
    const layer = layerOf(network, l);
    const next = stageOf(network, l + 1);
    forward(
      stage.values + offset, stride, layer.weights, layer.panel, layer.biases, next.values + offset, stride,
      next.slopes + offset, rows, stage.size, next.panels, next.activation, listOf(stage.lists, from, stage.size),
    );
    stage = next;
  }
  unpack(stage.values + offset, stride, network.outputRows + (<usize>(from * stage.size) << 2), rows, stage.size);
}

/** Gradients of some rows, from the outputs down to the outputs of the first layer, or to the inputs. */
export function backwardRows(network: Network, from: i32, rows: i32, stride: usize, toInputs: bool): void {
  const offset = (<usize>from) << 5;
  let stage = stageOf(network, network.layerCount);
  pack(network.outputRows + (<usize>(from * stage.size) << 2), rows, stage.size, stage.gradients + offset, stride);
  startBackward(stage.gradients + offset, stride, stage.slopes + offset, rows, stage.panels, stage.activation);
  for (let l = network.layerCount - 1; l >= (toInputs ? 0 : 1); l--) {
    const layer = layerOf(network, l);
    const below = stageOf(network, l);
    backward(
      stage.gradients + offset, stride, layer.transposed, layer.transposedPanel, below.gradients + offset, stride,
      below.slopes + offset, rows, stage.size, below.panels, below.activation, listOf(stage.lists, from, stage.size),
    );
    stage = below;
  }
  if (!toInputs) return;
  unpack(stage.gradients + offset, stride, network.inputRows + (<usize>(from * stage.size) << 2), rows, stage.size);
}

/** Lists the columns of what layers take in, for some of its panels, counted through all layers. */
export function listInputs(network: Network, from: i32, count: i32, batch: i32, stride: usize): void {
  const to = from + count;
  let first = 0;
  for (let l = 0; l < network.layerCount && first < to; l++) {
    const below = stageOf(network, l);
    const end = first + below.panels;
    if (from < end && listablePanels(below.lists, stageOf(network, l + 1).panels) > 0) {
      listColumns(below.lists, below.values, stride, batch, max(from, first) - first, min(to, end) - first);
    }
    first = end;
  }
}

/** Gradients of weights and biases, for some panels of all that the layers have one after the other. */
export function weightGradients(network: Network, from: i32, count: i32, batch: i32, stride: usize): void {
  const to = from + count;
  let first = 0;
  for (let l = 0; l < network.layerCount && first < to; l++) {
    const above = stageOf(network, l + 1);
    const end = first + above.panels;
    if (from < end) {
      const layer = layerOf(network, l);
      const below = stageOf(network, l);
      const j = <usize>(max(from, first) - first);
      const panels = min(to, end) - max(from, first);
      let gradients = above.gradients + j * stride;
      multiplyTransposedListed(
        below.lists, below.values, stride, gradients, stride, layer.gradients + j * layer.panel, layer.panel, below.size,
        batch, panels,
      );
      let sums = above.biasGradients + (j << 5);
      for (let p = 0; p < panels; p++) {
        sumColumns(gradients, sums, batch);
        gradients += stride;
        sums += 32;
      }
    }
    first = end;
  }
}

/** Transposes the weights that lie under some panels of the layers' inputs, counted through all layers. */
export function transposeWeights(network: Network, from: i32, count: i32): void {
  const to = from + count;
  let first = 0;
  for (let l = 0; l < network.layerCount && first < to; l++) {
    const below = stageOf(network, l);
    const end = first + below.panels;
    if (from < end) {
      const layer = layerOf(network, l);
      transpose(
        layer.weights, below.panels, stageOf(network, l + 1).panels, layer.transposed,
        max(from, first) - first, min(to, end) - first,
      );
    }
    first = end;
  }
}
