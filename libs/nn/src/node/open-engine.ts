import { createEngine } from '../create-engine.ts';
import { createJsEngine } from '../js/js-engine.ts';
import type { Engine } from '../network.ts';
import { createTfjsNodeEngine } from '../tfjs-node/index.ts';
import { createWasmEngine } from '../wasm/wasm-engine.ts';
import { isSupported } from '../wasm/wasm-runtime.ts';
import { createTfjsCpuEngine } from './create-tfjs-cpu-engine.ts';
import { createThreadedEngine, hasSecondThread } from './threads/create-threaded-engine.ts';

/** What networks may compute in. */
export type Backend = 'wasm' | 'js' | 'tfjs-cpu' | 'tfjs-node';

/** Which engine is opened, and in how many threads it computes. */
export interface OpenEngineOptions {
  /** Default: the fastest that runs here, as `createEngine()`. */
  backend?: Backend | undefined;
  /**
   * Of WebAssembly; the bits are the same. `auto` uses a second thread while that is faster; so does 2, always, where there
   * are shared memory and a second processor. Default 1.
   */
  threads?: 1 | 2 | 'auto' | undefined;
}

/** An engine, and what it holds beside memory. */
export interface OpenEngine extends Disposable {
  readonly engine: Engine;
}

/**
 * An engine by its name; disposed, its second thread ends. Throws `nn/unsupported-build` where WebAssembly SIMD is missing,
 * `nn/no-tfjs-cpu` and `nn/no-tfjs-node` where the packages of TensorFlow.js are; each says what brings them.
 */
export async function openEngine({ backend, threads = 1 }: OpenEngineOptions = {}): Promise<OpenEngine> {
  const isWasm = backend === 'wasm' || (backend === undefined && isSupported('simd'));
  if (isWasm && threads !== 1 && hasSecondThread()) {
    const { engine, close } = await createThreadedEngine({ threads });
    return { engine, [Symbol.dispose]: close };
  }
  const engine = await (backend === undefined ? createEngine() : CREATE[backend]());
  return { engine, [Symbol.dispose]: () => undefined };
}

const CREATE: Readonly<Record<Backend, () => Engine | Promise<Engine>>> = {
  wasm: () => createWasmEngine(),
  js: createJsEngine,
  'tfjs-cpu': createTfjsCpuEngine,
  'tfjs-node': createTfjsNodeEngine,
};
