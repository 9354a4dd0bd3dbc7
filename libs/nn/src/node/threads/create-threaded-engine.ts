import { availableParallelism } from 'node:os';
import type { Engine } from '../../network.ts';
import type { Kernels } from '../../wasm/kernels.ts';
import { engineOn } from '../../wasm/wasm-engine.ts';
import { WasmMemory } from '../../wasm/wasm-memory.ts';
import { createWasmRuntime, decode, nameBuild, type WasmBuild } from '../../wasm/wasm-runtime.ts';
import { NATIVE_BUILD } from '../native/create-native-engine.ts';
import type { NativeKernels } from '../native/load-native-kernels.ts';
import { NATIVE_CREW_BINARY } from '../native/native-crew-binary.ts';
import { CREW_BYTES, shareJobs, startThread, type Crew, type CrewKernels, type Workplace } from './crew.ts';
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
  /** Where these compute instead, whose build is `NATIVE_BUILD`. */
  native?: NativeKernels | undefined;
}

/** The pages that the builds for shared memory are compiled with: 1 GiB of addresses. */
const MAXIMUM_PAGES = 16_384;

/** Whether there are a second processor and memory that threads share. */
export function hasSecondThread(): boolean {
  if (typeof SharedArrayBuffer === 'undefined' || availableParallelism() < 2) return false;
  return WebAssembly.validate(decode(SHARED_KERNEL_BINARIES.simd));
}

/**
 * The `wasm` or the `native` engine on two threads: `build` and bits are those of one. Needs what `hasSecondThread` looks
 * for. Throws `nn/unsupported-build`; a computation throws `nn/thread-silent` where the second thread has died.
 */
export async function createThreadedEngine({ threads, build, native }: ThreadedEngineOptions): Promise<ThreadedEngine> {
  // The builds for shared memory need the instructions of those for one thread, which has found out what there is.
  const chosen = (await createWasmRuntime(build)).build === 'wasm/simd' ? 'simd' : 'relaxed';
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES, shared: true });
  const module = await WebAssembly.compile(decode(SHARED_KERNEL_BINARIES[chosen]));
  const kernels = await instantiate<Kernels & CrewKernels>(module, { memory });
  const wasmMemory = new WasmMemory(memory, kernels.heapBase());
  const crew = wasmMemory.allocate(CREW_BYTES / 4, wasmMemory).address;
  const workers: Workers =
    native === undefined ? { module, kernels, run: kernels.run } : await nativeWorkers(native, memory);
  await startThread({ module: workers.module, memory, native: workers.addon, crew });
  const pace: Pace = threads === 2 ? constantPace() : new AdaptivePace();
  const engine = engineOn({
    build: native === undefined ? nameBuild(chosen, kernels) : NATIVE_BUILD,
    kernels,
    memory: wasmMemory,
    run: shareJobs(workers, crew, pace),
  });
  return {
    engine: native === undefined ? engine : { ...engine, name: 'native' },
    isShared: () => pace.isShared,
    close: () => workers.kernels.stop(crew),
  };
}

/** Who divides the work, and who does it. */
interface Workers extends Crew {
  readonly module: WebAssembly.Module;
  readonly addon?: Workplace['native'];
}

async function nativeWorkers({ file, instructions, run }: NativeKernels, memory: WebAssembly.Memory): Promise<Workers> {
  // Of shared memory no view moves.
  const floats = new Float32Array(memory.buffer);
  const module = await WebAssembly.compile(decode(NATIVE_CREW_BINARY.crew));
  const kernels = await instantiate<CrewKernels>(module, {
    memory,
    doChunk(job: number, table: number, from: number, count: number, batch: number, stride: number): void {
      run(floats, job, table, from, from + count, count, batch, stride);
    },
  });
  return {
    module,
    kernels,
    run(job, table, from, to, chunk, batch, stride) {
      run(floats, job, table, from, to, chunk, batch, stride);
    },
    addon: { file, instructions },
  };
}

async function instantiate<Exports>(module: WebAssembly.Module, env: Record<string, unknown>): Promise<Exports> {
  const { exports } = await WebAssembly.instantiate(module, { env });
  return exports as unknown as Exports;
}
