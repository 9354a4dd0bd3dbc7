import { setFlagsFromString } from 'node:v8';

/** Node 20 has relaxed SIMD behind a flag, which also works at run time; gives whether there was something to switch. */
export function enableRelaxedSimd(): boolean {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return true;
}
