import { createEngine } from '../create-engine.ts';
import { createJsEngine } from '../js/js-engine.ts';
import type { Engine } from '../network.ts';
import { createTfjsNodeEngine } from '../tfjs-node/index.ts';
import { createWasmEngine } from '../wasm/wasm-engine.ts';
import { isSupported } from '../wasm/wasm-runtime.ts';
import { createNativeEngine } from './native/create-native-engine.ts';
import { findNativeKernels, loadNativeKernels, type NativeKernels } from './native/load-native-kernels.ts';
import { createTfjsCpuEngine } from './create-tfjs-cpu-engine.ts';
import { createThreadedEngine, hasSecondThread } from './threads/create-threaded-engine.ts';

/** What networks may compute in. */
export type Backend = 'wasm' | 'native' | 'js' | 'tfjs-cpu' | 'tfjs-node';

/** Which engine is opened, and in how many threads it computes. */
export interface OpenEngineOptions {
  /** Default: `native` where its kernels are compiled, else what `createEngine()` gives: the bits of both are the same. */
  backend?: Backend | undefined;
  /**
   * Of WebAssembly and native kernels; the bits are the same. `auto` uses a second thread while that is faster; so does 2, always, where there
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
 * `nn/no-native` where the native kernels are, `nn/no-tfjs-cpu` and `nn/no-tfjs-node` where the packages of TensorFlow.js are;
 * each says what brings them.
 */
export async function openEngine({ backend, threads = 1 }: OpenEngineOptions = {}): Promise<OpenEngine> {
  const native = nativeKernelsFor(backend);
  const isWasm = backend === 'wasm' || (backend === undefined && isSupported('simd'));
  if ((native !== undefined || isWasm) && threads !== 1 && hasSecondThread()) {
    const { engine, close } = await createThreadedEngine({ threads, native });
    return { engine, [Symbol.dispose]: close };
  }
  const create = backend === undefined ? createEngine : CREATE[backend];
  const engine = await (native === undefined ? create() : createNativeEngine(native));
  return { engine, [Symbol.dispose]: () => undefined };
}

/** Those asked for, or those that are there where nothing else is. */
function nativeKernelsFor(backend: Backend | undefined): NativeKernels | undefined {
  if (backend === 'native') return loadNativeKernels();
  return backend === undefined ? findNativeKernels() : undefined;
}

const CREATE: Readonly<Record<Backend, () => Engine | Promise<Engine>>> = {
  wasm: () => createWasmEngine(),
  native: () => createNativeEngine(),
  js: createJsEngine,
  'tfjs-cpu': createTfjsCpuEngine,
  'tfjs-node': createTfjsNodeEngine,
};
