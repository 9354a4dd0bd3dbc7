import { availableParallelism } from 'node:os';
import type { Engine } from '../../network.ts';
import { engineOn } from '../../wasm/wasm-engine.ts';
import { WasmMemory } from '../../wasm/wasm-memory.ts';
import { createWasmRuntime, decode, nameBuild, type WasmBuild } from '../../wasm/wasm-runtime.ts';
import { CREW_BYTES, shareJobs, startThread, type SharedKernels } from './crew.ts';
import { AdaptivePace, constantPace, type Pace } from './pace.ts';
import { SHARED_KERNEL_BINARIES } from './shared-kernel-binaries.ts';

export interface ThreadedEngine {
  readonly engine: Engine;
  /** Whether the second thread takes part at the moment. */
  readonly isShared: () => boolean;
  /** Ends the second thread; the engine computes no more. */
  readonly close: () => void;
}

export interface ThreadedEngineOptions {
  /** `2`: whatever can be shared is; `auto`: where two threads are faster at the moment. */
  threads: 2 | 'auto';
  /** As of `createWasmEngine`. */
  build?: WasmBuild | undefined;
}

/** The pages that the builds for shared memory are compiled with: 1 GiB of addresses. */
const MAXIMUM_PAGES = 16_384;

/** Whether there are a second processor and memory that threads share. */
export function hasSecondThread(): boolean {
  if (typeof SharedArrayBuffer === 'undefined' || availableParallelism() < 2) return false;
  return WebAssembly.validate(decode(SHARED_KERNEL_BINARIES.simd));
}

/**
 * The `wasm` engine on two threads: `build` and bits are those of one. Needs what `hasSecondThread` looks for. Throws
 * `nn/unsupported-build`; a computation throws `nn/thread-silent` where the second thread has died.
 */
export async function createThreadedEngine({ threads, build }: ThreadedEngineOptions): Promise<ThreadedEngine> {
  // The builds for shared memory need the instructions of those for one thread, which has found out what there is.
  const chosen = (await createWasmRuntime(build)).build === 'wasm/simd' ? 'simd' : 'relaxed';
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
  const module = await WebAssembly.compile(decode(SHARED_KERNEL_BINARIES[chosen]));
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const kernels = exports as unknown as SharedKernels;
  const wasmMemory = new WasmMemory(memory, kernels.heapBase());
  const crew = wasmMemory.allocate(CREW_BYTES / 4, wasmMemory).address;
  await startThread({ module, memory, crew });
  const pace: Pace = threads === 2 ? constantPace() : new AdaptivePace();
  return {
    engine: engineOn({
      build: nameBuild(chosen, kernels),
      kernels,
      memory: wasmMemory,
      run: shareJobs(kernels, crew, pace),
    }),
    isShared: () => pace.isShared,
    close: () => kernels.stop(crew),
  };
}
