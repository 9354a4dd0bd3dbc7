import { initialize } from '../initialization/initialize-mlp.ts';
import { layOutMlp } from '../mlp-layout.ts';
import type { Defer, MlpSpec, Network, PiecewisePasses, RandomSource } from '../network.ts';
import { doAll } from './js-jobs.ts';
import { createJsLayer, type JsLayer } from './js-layer.ts';
import { JsPass, passesInPieces } from './js-pass.ts';
import { JsTrainable } from './js-trainable.ts';

/** The MLP of the `js` engine. */
export class JsMlp extends JsTrainable implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #layers: readonly JsLayer[];
  readonly #pass: JsPass;
  #inPieces: PiecewisePasses | undefined;

  constructor(spec: MlpSpec, random: RandomSource, defer?: Defer) {
    const layout = layOutMlp(spec);
    super(new Float32Array(layout.parameterCount), layout.tensors);
    this.inputSize = layout.inputSize;
    this.outputSize = layout.outputSize;
    this.#layers = layout.layers.map((layer) => createJsLayer(layer, this.parameters, this.gradients));
    this.#pass = new JsPass(this.#layers);
    initialize(this, layout, random, defer);
  }

  get inPieces(): PiecewisePasses {
    this.#inPieces ??= passesInPieces(new JsPass(this.#layers));
    return this.#inPieces;
  }

  forward(x: Float32Array, batch: number): Float32Array {
    doAll(this.#pass.enter(x, batch));
    return this.#pass.output;
  }

  backward(outputGradient: Float32Array): Float32Array {
    doAll(this.#pass.enterGradient(outputGradient).backward);
    return this.#pass.inputGradient;
  }

  backwardToParameters(outputGradient: Float32Array): void {
    doAll(this.#pass.enterGradient(outputGradient).backwardToParameters);
  }

  backwardToInputs(outputGradient: Float32Array): Float32Array {
    doAll(this.#pass.enterGradient(outputGradient).backwardToInputs);
    return this.#pass.inputGradient;
  }
}
