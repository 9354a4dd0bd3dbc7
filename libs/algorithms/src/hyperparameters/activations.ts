import type { Activation } from '@cartwheel/nn';

/** Those that hidden layers may have. */
export const ACTIVATIONS = [
  'tanh',
  'relu',
  'leakyRelu',
  'elu',
  'silu',
  'identity',
] as const satisfies readonly Activation[];
