export type {
  Activation,
  AdamOptions,
  Engine,
  MlpSpec,
  Network,
  NormalSource,
  Optimizer,
  OptimizerOptions,
  OptimizerState,
  OptimizerStep,
  SgdOptions,
  TensorSpec,
} from './network.ts';
export { createJsEngine } from './js/js-engine.ts';
export { decodeSafetensors } from './safetensors/decode-safetensors.ts';
export { encodeSafetensors } from './safetensors/encode-safetensors.ts';
export type { NamedTensor, SafetensorsFile } from './safetensors/named-tensor.ts';
