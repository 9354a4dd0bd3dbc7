import { foreignNetwork } from '../foreign-network.ts';
import type { Engine, Trainable } from '../network.ts';
import { resolveOptimizer } from '../optimizer/optimizer-settings.ts';
import { WasmMlp } from './wasm-mlp.ts';
import { WasmOptimizer } from './wasm-optimizer.ts';
import { WasmParameter } from './wasm-parameter.ts';
import { createWasmRuntime, type WasmBuild, type WasmRuntime } from './wasm-runtime.ts';
import { WasmTrainable } from './wasm-trainable.ts';

/** What `createWasmEngine` takes. */
export interface WasmEngineOptions {
  /** Default: `relaxed` where the runtime has it and its multiply-add rounds once, else `simd`. */
  build?: WasmBuild;
}

/**
 * The engine in WebAssembly SIMD, float32. `Engine.build` is `wasm/relaxed-fused`, `wasm/simd`, or `wasm/relaxed-unfused`
 * (only when asked for; it rounds like `wasm/simd`). A build gives the same bits in every JavaScript engine.
 * Throws `nn/unsupported-build` where the runtime lacks the instructions.
 */
export async function createWasmEngine({ build }: WasmEngineOptions = {}): Promise<Engine> {
  return engineOn(await createWasmRuntime(build));
}

/** The engine on kernels that are there. */
export function engineOn(runtime: WasmRuntime): Engine {
  return {
    name: 'wasm',
    build: runtime.build,
    createMlp: (spec, random, defer) => new WasmMlp(runtime, spec, random, defer),
    createParameter: (name, values) => new WasmParameter(runtime, name, values),
    createOptimizer(trained, options) {
      const settings = resolveOptimizer(options);
      return new WasmOptimizer(
        runtime,
        trained.map((part) => own(runtime, part)),
        settings,
      );
    },
  };
}

function own(runtime: WasmRuntime, trained: Trainable): WasmTrainable {
  if (trained instanceof WasmTrainable && trained.runtime === runtime) return trained;
  throw foreignNetwork('wasm', 'An optimiser');
}
