import { checkLength, checkParameterValues } from '../check-length.ts';
import type { Parameter } from '../network.ts';
import { flatToPanels, layOutVector } from './panel-layout.ts';
import type { WasmRuntime } from './wasm-runtime.ts';
import { WasmTrainable } from './wasm-trainable.ts';

/** The free vector of the `wasm` engine. */
export class WasmParameter extends WasmTrainable implements Parameter {
  constructor(runtime: WasmRuntime, name: string, values: Float32Array) {
    checkParameterValues(name, values);
    super(runtime, layOutVector(values.length), [{ name, shape: [values.length] }]);
    this.writeParameters(values);
  }

  writeGradients(source: Float32Array): void {
    checkLength(source, this.parameterCount, 'The gradients', 'parameterCount');
    flatToPanels(this.layout, source, 0, this.runtime.memory.floats, this.gradients >>> 2);
  }
}
