import { createJsEngine } from './js/js-engine.ts';
import type { Engine } from './network.ts';
import { createWasmEngine, type WasmEngineOptions } from './wasm/wasm-engine.ts';
import { isSupported } from './wasm/wasm-runtime.ts';

/** The fastest engine that this runtime runs: WebAssembly with relaxed SIMD, with SIMD, or plain JavaScript. */
export async function createEngine(options: WasmEngineOptions = {}): Promise<Engine> {
  return isSupported('simd') ? createWasmEngine(options) : createJsEngine();
}
