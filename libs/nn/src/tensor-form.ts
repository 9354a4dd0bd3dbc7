import type { TensorSpec } from './network.ts';

/** Equal for flat vectors that are divided alike, whatever the names: `4×8 8 8×2 2`. */
export function tensorForm(tensors: readonly TensorSpec[]): string {
  return tensors.map(({ shape }) => shape.join('×')).join(' ');
}
