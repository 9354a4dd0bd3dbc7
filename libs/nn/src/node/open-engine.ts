import { createEngine } from '../create-engine.ts';
import { createJsEngine } from '../js/js-engine.ts';
import type { Engine } from '../network.ts';
import { createTfjsNodeEngine } from '../tfjs-node/index.ts';
import { createWasmEngine } from '../wasm/wasm-engine.ts';
import { createTfjsCpuEngine } from './create-tfjs-cpu-engine.ts';

/** What networks may compute in. */
export type Backend = 'wasm' | 'js' | 'tfjs-cpu' | 'tfjs-node';

export interface OpenEngineOptions {
  /** Default: the fastest that runs here, as `createEngine()`. */
  backend?: Backend | undefined;
}

/** An engine, and what it holds beside memory. */
export interface OpenEngine extends Disposable {
  readonly engine: Engine;
}

/**
 * An engine by its name. Throws `nn/unsupported-build` where WebAssembly SIMD is missing, `nn/no-tfjs-cpu` and
 * `nn/no-tfjs-node` where the packages of TensorFlow.js are; each says what brings them.
 */
export async function openEngine({ backend }: OpenEngineOptions = {}): Promise<OpenEngine> {
  const engine = await (backend === undefined ? createEngine() : CREATE[backend]());
  return { engine, [Symbol.dispose]: () => undefined };
}

const CREATE: Readonly<Record<Backend, () => Engine | Promise<Engine>>> = {
  wasm: () => createWasmEngine(),
  js: createJsEngine,
  'tfjs-cpu': createTfjsCpuEngine,
  'tfjs-node': createTfjsNodeEngine,
};
