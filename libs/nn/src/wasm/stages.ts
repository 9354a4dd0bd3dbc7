import type { MlpLayout } from '../mlp-layout.ts';
import { ACTIVATION_CODES } from './kernels.ts';
import { padded, panelsOf, type PanelLayout } from './panel-layout.ts';

/** The values between two layers: the network's inputs, or what one of its layers gives. */
export interface Stage {
  readonly size: number;
  readonly panels: number;
  /** The activation that gave them, and where the gradient of the biases under it goes; 0 for the inputs. */
  readonly activation: number;
  readonly biasGradients: number;
}

/** A layer's parameters: where they and their gradients are. */
export interface Weights {
  readonly weights: number;
  readonly biases: number;
  readonly gradients: number;
  /** Distance in bytes from one panel to the next; in the transposed weights. */
  readonly panel: number;
  readonly transposedPanel: number;
}

/** The inputs, then what each layer gives. */
export function createStages({ inputSize, layers }: MlpLayout, { pieces }: PanelLayout, gradients: number): Stage[] {
  const inputs = {
    size: inputSize,
    panels: panelsOf(inputSize),
    activation: ACTIVATION_CODES.identity,
    biasGradients: 0,
  };
  const outputs = layers.map(({ outputSize, activation }, l) => ({
    size: outputSize,
    panels: panelsOf(outputSize),
    activation: ACTIVATION_CODES[activation],
    biasGradients: gradients + 4 * pieces[2 * l + 1].start,
  }));
  return [inputs, ...outputs];
}

/** What lies between one stage and the next. */
export function createWeights(
  { layers }: MlpLayout,
  { pieces }: PanelLayout,
  parameters: number,
  gradients: number,
): Weights[] {
  return layers.map(({ inputSize, outputSize }, l) => ({
    weights: parameters + 4 * pieces[2 * l].start,
    biases: parameters + 4 * pieces[2 * l + 1].start,
    gradients: gradients + 4 * pieces[2 * l].start,
    panel: 32 * padded(inputSize),
    transposedPanel: 32 * padded(outputSize),
  }));
}

/** Floats that the largest of the layers takes when transposed. */
export function transposedSize({ layers }: MlpLayout): number {
  return Math.max(...layers.map(({ inputSize, outputSize }) => padded(inputSize) * padded(outputSize)));
}
