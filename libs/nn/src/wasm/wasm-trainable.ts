import { checkLength } from '../check-length.ts';
import { foreignNetwork } from '../foreign-network.ts';
import type { TensorSpec, Trainable } from '../network.ts';
import { checkTau } from '../optimizer/optimizer-settings.ts';
import { tensorForm } from '../tensor-form.ts';
import { flatToPanels, panelsToFlat, type PanelLayout } from './panel-layout.ts';
import { JOBS } from './kernels.ts';
import type { WasmRuntime } from './wasm-runtime.ts';

/** Words of `Blend` in `assembly/optimizers.as`, floats of its blocks, and how many of them are done in one go. */
const BLEND_WORDS = 5;
const BLEND_BLOCK = 1024;
const BLEND_CHUNK = 8;

/** Parameters and gradients in an engine's memory, in panels. */
export abstract class WasmTrainable implements Trainable {
  readonly parameterCount: number;
  readonly tensors: readonly TensorSpec[];
  readonly form: string;
  readonly runtime: WasmRuntime;
  readonly layout: PanelLayout;
  /** Where the parameters are. */
  readonly parameters: number;
  /** Where their gradients are. */
  readonly gradients: number;
  /** Where the kernels read what a Polyak update is to do. */
  #blend: number | undefined;

  constructor(runtime: WasmRuntime, layout: PanelLayout, tensors: readonly TensorSpec[]) {
    this.parameterCount = layout.count;
    this.tensors = tensors;
    this.form = tensorForm(tensors);
    this.runtime = runtime;
    this.layout = layout;
    this.parameters = runtime.memory.allocate(layout.size, this).address;
    this.gradients = runtime.memory.allocate(layout.size, this).address;
  }

  readParameters(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the parameters', 'parameterCount');
    panelsToFlat(this.layout, this.runtime.memory.floats, this.parameters >>> 2, target, 0);
    return target;
  }

  writeParameters(source: Float32Array): void {
    checkLength(source, this.parameterCount, 'The parameters', 'parameterCount');
    flatToPanels(this.layout, source, 0, this.runtime.memory.floats, this.parameters >>> 2);
  }

  readGradients(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the gradients', 'parameterCount');
    panelsToFlat(this.layout, this.runtime.memory.floats, this.gradients >>> 2, target, 0);
    return target;
  }

  polyakUpdate(source: Trainable, tau: number): void {
    checkTau(tau);
    if (!(source instanceof WasmTrainable) || source.runtime !== this.runtime || source.form !== this.form) {
      throw foreignNetwork('wasm', 'A Polyak update');
    }
    const { memory } = this.runtime;
    this.#blend ??= memory.allocate(BLEND_WORDS, this).address;
    const index = this.#blend >>> 2;
    const { size } = this.layout;
    memory.words[index] = this.parameters;
    memory.words[index + 1] = source.parameters;
    memory.words[index + 2] = size;
    memory.floats[index + 3] = 1 - tau;
    memory.floats[index + 4] = tau;
    this.runtime.run(JOBS.blend, this.#blend, 0, Math.ceil(size / BLEND_BLOCK), BLEND_CHUNK, 0, 0);
  }
}
