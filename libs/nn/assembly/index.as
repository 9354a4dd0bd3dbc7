export { isFused } from './madd';
export { backward, forward, multiplyTransposed, startBackward } from './multiply';
export { adam, blend, momentum, rmsprop, sgd, sumOfSquares } from './optimizers';
export { pack, transpose, unpack } from './panels';

/** Where the kernels' constants end, and memory is free. */
export function heapBase(): usize {
  return __heap_base;
}
