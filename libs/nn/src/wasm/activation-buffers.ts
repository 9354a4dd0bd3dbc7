import type { MlpLayout } from '../mlp-layout.ts';
import { padded, panelsOf } from './panel-layout.ts';
import type { Block, WasmMemory } from './wasm-memory.ts';

/** Where an MLP keeps what passes through it, with room for `capacity` rows. */
export interface ActivationBuffers {
  readonly capacity: number;
  /** Row-major: the inputs on their way in, and their gradients on their way out. */
  readonly inputRows: number;
  /** Row-major: the outputs on their way out, and their gradients on their way in. */
  readonly outputRows: number;
  /** The inputs, then each layer's outputs. */
  readonly values: readonly number[];
  /** What the derivative of the activation that gave the values is taken from: they themselves, or it, stored. */
  readonly slopes: readonly number[];
  /** Those of the values. */
  readonly gradients: readonly number[];
  /** Room to list what relu leaves, for rows or for columns; 0 where there is nothing to list. */
  readonly lists: readonly number[];
  /** To give back when a larger batch comes. */
  readonly blocks: readonly Block[];
}

/** Floats that `pack` may read past the end. */
const SLACK = 8;

export function createActivationBuffers(
  memory: WasmMemory,
  { inputSize, outputSize, layers }: MlpLayout,
  capacity: number,
  owner: object,
): ActivationBuffers {
  const blocks: Block[] = [];
  const allocate = (floats: number): number => {
    const block = memory.allocate(floats, owner);
    blocks.push(block);
    return block.address;
  };
  const allocatePanels = (columns: number): number => allocate((panelsOf(columns) * panelStride(capacity)) / 4);
  const sizes = [inputSize, ...layers.map((layer) => layer.outputSize)];
  const values = sizes.map(allocatePanels);
  return {
    capacity,
    inputRows: allocate(capacity * inputSize + SLACK),
    outputRows: allocate(capacity * outputSize + SLACK),
    values,
    slopes: values.map((address, stage) =>
      stage > 0 && layers[stage - 1].activation === 'silu' ? allocatePanels(layers[stage - 1].outputSize) : address,
    ),
    gradients: sizes.map(allocatePanels),
    lists: sizes.map((size, stage) =>
      hasLists(layers, stage)
        ? allocate(Math.max(capacity * listFloats(size), padded(size) * listFloats(capacity)))
        : 0,
    ),
    blocks,
  };
}

/** Whether what a stage gives may be sparse, and is taken by a layer: relu gives zeros. */
function hasLists(layers: MlpLayout['layers'], stage: number): boolean {
  return stage > 0 && stage < layers.length && layers[stage - 1].activation === 'relu';
}

/** Whether any stage has lists. */
export function hasAnyLists(layers: MlpLayout['layers']): boolean {
  return layers.some((_, stage) => hasLists(layers, stage));
}

/** A list of so many values at most: two words each, and ten beside them; `listBytes` in `assembly/sparse.as`. */
function listFloats(length: number): number {
  return 2 * padded(length) + 10;
}

/**
 * The distance in bytes from one panel of so many rows to the next: rows up to a multiple of 4, and 4 more where panels
 * would otherwise lie at a distance at which they push one another out of the first-level cache.
 */
export function panelStride(rows: number): number {
  const roomy = Math.ceil(rows / 4) * 4;
  return (roomy % 32 === 0 ? roomy + 4 : roomy) * 32;
}
