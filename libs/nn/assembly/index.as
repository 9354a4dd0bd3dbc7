export { run } from './jobs';
export { isFused } from './madd';
export { multiplyTransposed } from './multiply';
export { totalOfSquares } from './optimizers';

/** Where the kernels' constants end, and memory is free. */
export function heapBase(): usize {
  return __heap_base;
}
