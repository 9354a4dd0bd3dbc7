import type { MlpLayout } from '../mlp-layout.ts';
import type { ActivationBuffers } from './activation-buffers.ts';
import { ACTIVATION_CODES } from './kernels.ts';
import { padded, panelsOf, type PanelLayout } from './panel-layout.ts';

/** Words (of 4 bytes) of the header, of a stage and of a layer: `Network`, `Stage` and `Layer` in `assembly/network.as`. */
const HEADER = 4;
const RECORD = 8;

/** Where the parts of a network lie that stay where they are. */
export interface NetworkParts {
  readonly layout: MlpLayout;
  readonly panels: PanelLayout;
  readonly parameters: number;
  readonly gradients: number;
  /** Room for all weights transposed. */
  readonly transposed: number;
}

/** Words that the table of a network takes. */
export function networkTableSize({ layers }: MlpLayout): number {
  return HEADER + RECORD * (2 * layers.length + 1);
}

/** Floats that all weights take when transposed. */
export function transposedSize({ layers }: MlpLayout): number {
  return layers.reduce((sum, { inputSize, outputSize }) => sum + padded(inputSize) * padded(outputSize), 0);
}

/** Writes what the kernels need to know of a network, at an index of the memory's words. */
export function writeNetworkTable(
  words: Int32Array,
  index: number,
  { layout, panels, parameters, gradients, transposed }: NetworkParts,
  buffers: ActivationBuffers,
): void {
  const { layers } = layout;
  const records: number[][] = [[layers.length, buffers.inputRows, buffers.outputRows, 0]];
  for (let s = 0; s <= layers.length; s++) {
    const size = s === 0 ? layout.inputSize : layers[s - 1].outputSize;
    const biasGradients = s === 0 ? 0 : gradients + 4 * panels.pieces[2 * s - 1].start;
    const activation = s === 0 ? ACTIVATION_CODES.identity : ACTIVATION_CODES[layers[s - 1].activation];
    const { values, slopes, lists } = buffers;
    records.push([
      values[s],
      slopes[s],
      buffers.gradients[s],
      biasGradients,
      size,
      panelsOf(size),
      activation,
      lists[s],
    ]);
  }
  let turned = transposed;
  layers.forEach(({ inputSize, outputSize }, l) => {
    const [weights, biases] = [panels.pieces[2 * l].start, panels.pieces[2 * l + 1].start];
    const [panel, turnedPanel] = [32 * padded(inputSize), 32 * padded(outputSize)];
    records.push([parameters + 4 * weights, parameters + 4 * biases, gradients + 4 * weights, turned]);
    records.push([panel, turnedPanel, 0, 0]);
    turned += 4 * padded(inputSize) * padded(outputSize);
  });
  words.set(records.flat(), index);
}
