export type {
  Activation,
  AdamOptions,
  AdamWOptions,
  Engine,
  Initialization,
  MlpSpec,
  Network,
  Optimizer,
  OptimizerOptions,
  OptimizerState,
  OptimizerStep,
  Parameter,
  Defer,
  Pieces,
  PiecewisePasses,
  RandomSource,
  RmspropOptions,
  SgdOptions,
  TensorSpec,
  Trainable,
} from './network.ts';
export { createEngine } from './create-engine.ts';
export { createJsEngine } from './js/js-engine.ts';
export { finish } from './finish.ts';
export { canDivide, passesOf } from './passes-of.ts';
export { stepInPieces } from './step-in-pieces.ts';
export { decodeSafetensors } from './safetensors/decode-safetensors.ts';
export { encodeSafetensors } from './safetensors/encode-safetensors.ts';
export type { NamedTensor, SafetensorsFile } from './safetensors/named-tensor.ts';
export { createWasmEngine, type WasmEngineOptions } from './wasm/wasm-engine.ts';
export type { WasmBuild } from './wasm/wasm-runtime.ts';
