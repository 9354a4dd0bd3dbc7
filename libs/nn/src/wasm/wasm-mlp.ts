import { initializeMlp, initializeMlpInPieces } from '../initialization/initialize-mlp.ts';
import { layOutMlp } from '../mlp-layout.ts';
import type { Defer, MlpSpec, Network, Pieces, PiecewisePasses, RandomSource } from '../network.ts';
import { transposedSize, type NetworkParts } from './network-table.ts';
import { layOutPanels } from './panel-layout.ts';
import { WasmPass } from './wasm-pass.ts';
import { WasmPiecewisePasses } from './wasm-piecewise-passes.ts';
import type { WasmRuntime } from './wasm-runtime.ts';
import { WasmTrainable } from './wasm-trainable.ts';

/** The MLP of the `wasm` engine. */
export class WasmMlp extends WasmTrainable implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #parts: NetworkParts;
  readonly #pass: WasmPass;
  #inPieces: WasmPiecewisePasses | undefined;

  constructor(runtime: WasmRuntime, spec: MlpSpec, random: RandomSource, defer?: Defer) {
    const layout = layOutMlp(spec);
    const panels = layOutPanels(layout);
    super(runtime, panels, layout.tensors);
    const { parameters, gradients } = this;
    const transposed = runtime.memory.allocate(transposedSize(layout), this).address;
    this.inputSize = layout.inputSize;
    this.outputSize = layout.outputSize;
    this.#parts = { layout, panels, parameters, gradients, transposed };
    this.#pass = new WasmPass(runtime, this.#parts, this);
    if (defer === undefined) this.writeParameters(initializeMlp(layout, random));
    else defer(this.#initialize(initializeMlpInPieces(layout, random)));
  }

  get inPieces(): PiecewisePasses {
    this.#inPieces ??= new WasmPiecewisePasses(new WasmPass(this.runtime, this.#parts, this));
    return this.#inPieces;
  }

  forward(x: Float32Array, batch: number): Float32Array {
    const pass = this.#pass;
    pass.do(pass.enter(x, batch));
    return pass.takeOutput();
  }

  backward(outputGradient: Float32Array): Float32Array {
    const pass = this.#pass;
    pass.do(pass.enterGradient(outputGradient).backward);
    return pass.takeInputGradient();
  }

  backwardToParameters(outputGradient: Float32Array): void {
    const pass = this.#pass;
    pass.do(pass.enterGradient(outputGradient).backwardToParameters);
  }

  backwardToInputs(outputGradient: Float32Array): Float32Array {
    const pass = this.#pass;
    pass.do(pass.enterGradient(outputGradient).backwardToInputs);
    return pass.takeInputGradient();
  }

  *#initialize(parameters: Pieces<Float32Array>): Pieces<void> {
    const initial = yield* parameters;
    yield;
    this.writeParameters(initial);
  }
}
