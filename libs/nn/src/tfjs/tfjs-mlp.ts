import type { Tensor } from '@tensorflow/tfjs-core';
import { checkInput, checkOutputGradient } from '../check-length.ts';
import { initialize } from '../initialization/initialize-mlp.ts';
import { layOutMlp, type MlpLayout } from '../mlp-layout.ts';
import type { Defer, MlpSpec, Network, RandomSource } from '../network.ts';
import { TFJS_ACTIVATIONS } from './activations.ts';
import { KeptTensors } from './kept-tensors.ts';
import { TfjsTrainable } from './tfjs-trainable.ts';
import type { Tfjs } from './tfjs.ts';

/** A layer's share of the flat parameters. */
interface Layer {
  readonly weights: Tensor;
  readonly biases: Tensor;
}

/** What `backward` needs of a layer's last forward pass; `outputs` is `z` after the activation. */
interface Pass {
  readonly inputs: Tensor;
  readonly z: Tensor;
  readonly outputs: Tensor;
}

/** The MLP of the `tfjs` engine: its backward pass is written out, some four times faster than tfjs's tape. */
export class TfjsMlp extends TfjsTrainable implements Network {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #layout: MlpLayout;
  /** Weights and biases, cut out of `#cutFrom`. */
  readonly #cut: KeptTensors;
  #cutFrom: Tensor | undefined;
  #layers: readonly Layer[] = [];
  readonly #passed: KeptTensors;
  #passes: readonly Pass[] = [];
  #batch = 0;

  constructor(tf: Tfjs, spec: MlpSpec, random: RandomSource, defer?: Defer) {
    const layout = layOutMlp(spec);
    super(tf, new Float32Array(layout.parameterCount), layout.tensors);
    this.inputSize = layout.inputSize;
    this.outputSize = layout.outputSize;
    this.#layout = layout;
    this.#cut = new KeptTensors(tf, this);
    this.#passed = new KeptTensors(tf, this);
    initialize(this, layout, random, defer);
  }

  forward(x: Float32Array, batch: number): Float32Array {
    checkInput(x, batch, this.inputSize);
    const { tf } = this;
    this.#cutLayers();
    tf.tidy(() => {
      // A copy: some backends keep the array that they are given.
      this.#passes = this.#pass(tf.tensor2d(x.slice(), [batch, this.inputSize], 'float32'));
      this.#passed.replace(this.#passes.flatMap(({ inputs, z, outputs }) => [inputs, z, outputs]));
    });
    this.#batch = batch;
    return new Float32Array(this.#passes[this.#passes.length - 1].outputs.dataSync());
  }

  backward(outputGradient: Float32Array): Float32Array {
    return this.#read(this.#backward(outputGradient, true, true));
  }

  backwardToParameters(outputGradient: Float32Array): void {
    this.#backward(outputGradient, true, false).dispose();
  }

  backwardToInputs(outputGradient: Float32Array): Float32Array {
    return this.#read(this.#backward(outputGradient, false, true));
  }

  #read(tensor: Tensor): Float32Array {
    const values = new Float32Array(tensor.dataSync());
    tensor.dispose();
    return values;
  }

  #pass(x: Tensor): readonly Pass[] {
    const { tf } = this;
    let inputs = x;
    return this.#layers.map(({ weights, biases }, l) => {
      const z: Tensor = tf.add(tf.matMul(inputs, weights), biases);
      const pass = { inputs, z, outputs: TFJS_ACTIVATIONS[this.#layout.layers[l].activation].activate(tf, z) };
      inputs = pass.outputs;
      return pass;
    });
  }

  /** Gives the last gradient that it computed: dL/dx, if it was to go so far. */
  #backward(outputGradient: Float32Array, toParameters: boolean, toInputs: boolean): Tensor {
    checkOutputGradient(outputGradient, this.#batch, this.outputSize);
    const { tf } = this;
    this.#cutLayers();
    return tf.tidy(() => {
      const gradients: Tensor[] = [];
      let gradient: Tensor = tf.tensor2d(outputGradient.slice(), [this.#batch, this.outputSize], 'float32');
      for (let l = this.#layers.length - 1; l >= 0; l--) {
        const { inputs, z, outputs } = this.#passes[l];
        const { activation } = this.#layout.layers[l];
        gradient = TFJS_ACTIVATIONS[activation].multiplyByDerivative(tf, gradient, z, outputs);
        if (toParameters) gradients.push(tf.sum(gradient, 0), tf.matMul(inputs, gradient, true, false));
        if (l > 0 || toInputs) gradient = tf.matMul(gradient, this.#layers[l].weights, false, true);
      }
      if (toParameters) this.gradients.set(flatten(tf, gradients.toReversed()));
      return gradient;
    });
  }

  /** Cuts the layers out of the parameters, where these changed since. */
  #cutLayers(): void {
    const { tf } = this;
    const { tensor } = this.parameters;
    if (tensor === this.#cutFrom) return;
    tf.tidy(() => {
      this.#layers = this.#layout.layers.map(({ inputSize, outputSize, weightOffset, biasOffset }) => {
        const weights = tf.slice(tensor, [weightOffset], [inputSize * outputSize]);
        const biases = tf.slice(tensor, [biasOffset], [outputSize]);
        return { weights: tf.reshape(weights, [inputSize, outputSize]), biases };
      });
      this.#cut.replace(this.#layers.flatMap(({ weights, biases }) => [weights, biases]));
    });
    this.#cutFrom = tensor;
  }
}

function flatten(tf: Tfjs, tensors: readonly Tensor[]): Tensor {
  return tf.concat(tensors.map((tensor) => tf.reshape(tensor, [tensor.size])));
}
