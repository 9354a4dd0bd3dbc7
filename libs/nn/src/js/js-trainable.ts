import { checkLength } from '../check-length.ts';
import { foreignNetwork } from '../foreign-network.ts';
import type { TensorSpec, Trainable } from '../network.ts';
import { checkTau } from '../optimizer/optimizer-settings.ts';
import { tensorForm } from '../tensor-form.ts';

/** Flat parameters and gradients in plain arrays. */
export abstract class JsTrainable implements Trainable {
  readonly parameterCount: number;
  readonly tensors: readonly TensorSpec[];
  readonly form: string;
  /** The live flat parameters, for the optimiser. */
  readonly parameters: Float32Array;
  /** The live flat gradients, for the optimiser. */
  readonly gradients: Float32Array;

  constructor(parameters: Float32Array, tensors: readonly TensorSpec[]) {
    this.parameterCount = parameters.length;
    this.tensors = tensors;
    this.form = tensorForm(tensors);
    this.parameters = parameters;
    this.gradients = new Float32Array(parameters.length);
  }

  readParameters(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the parameters', 'parameterCount');
    target.set(this.parameters);
    return target;
  }

  writeParameters(source: Float32Array): void {
    checkLength(source, this.parameterCount, 'The parameters', 'parameterCount');
    this.parameters.set(source);
  }

  readGradients(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the gradients', 'parameterCount');
    target.set(this.gradients);
    return target;
  }

  polyakUpdate(source: Trainable, tau: number): void {
    checkTau(tau);
    if (!(source instanceof JsTrainable) || source.form !== this.form) {
      throw foreignNetwork('js', 'A Polyak update');
    }
    const { parameters } = this;
    const moving = source.parameters;
    for (let i = 0; i < parameters.length; i++) parameters[i] = (1 - tau) * parameters[i] + tau * moving[i];
  }
}
