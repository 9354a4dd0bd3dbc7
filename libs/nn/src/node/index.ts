export { hasNativeKernels } from './native/load-native-kernels.ts';
export { openEngine, type Backend, type OpenEngine, type OpenEngineOptions } from './open-engine.ts';
