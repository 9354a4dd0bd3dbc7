import type { Engine } from '../../network.ts';
import { engineOn } from '../../wasm/wasm-engine.ts';
import { createWasmRuntime } from '../../wasm/wasm-runtime.ts';
import { loadNativeKernels, type NativeKernels } from './load-native-kernels.ts';

/** The bits of the native kernels: they multiply and add in one rounding. */
export const NATIVE_BUILD = 'wasm/relaxed-fused';

/** The engine in machine code, on WebAssembly's memory and with the bits of its fused build. Throws `nn/no-native`. */
export async function createNativeEngine(kernels: NativeKernels = loadNativeKernels()): Promise<Engine> {
  const runtime = await createWasmRuntime('simd');
  const { memory } = runtime;
  const engine = engineOn({
    ...runtime,
    build: NATIVE_BUILD,
    // Written out: this is the innermost call that is still in JavaScript.
    run(job, table, from, to, chunk, batch, stride) {
      kernels.run(memory.floats, job, table, from, to, chunk, batch, stride);
    },
  });
  return { ...engine, name: 'native' };
}
