import { createWasmRuntime, type WasmBuild } from '../src/wasm/wasm-runtime.ts';

/** GFLOP/s of the multiply kernel where it does best: 64 × 64 × 64, all of it in the first-level cache. */
export async function multiplyPeak(build: WasmBuild): Promise<number> {
  const { kernels, memory } = await createWasmRuntime(build);
  const [size, panels, stride] = [64, 8, 68 * 32];
  const block = (): number => memory.allocate(size * 72, memory).address;
  const [a, b, c] = [block(), block(), block()];
  let best = Infinity;
  for (let i = 0; i < 2000; i++) {
    const start = performance.now();
    for (let j = 0; j < 20; j++) kernels.multiplyTransposed(a, stride, b, stride, c, size * 32, size, size, panels);
    best = Math.min(best, performance.now() - start);
  }
  return (20 * 2 * size ** 3) / best / 1e6;
}
