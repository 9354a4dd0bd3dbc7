import { checkLength } from '../check-length.ts';
import { foreignNetwork } from '../foreign-network.ts';
import type { TensorSpec, Trainable } from '../network.ts';
import { checkTau } from '../optimizer/optimizer-settings.ts';
import { tensorForm } from '../tensor-form.ts';
import { KeptVector } from './kept-vector.ts';
import type { Tfjs } from './tfjs.ts';

/** Parameters and gradients as one flat tensor each, so that an optimiser needs few operations. */
export abstract class TfjsTrainable implements Trainable {
  readonly parameterCount: number;
  readonly tensors: readonly TensorSpec[];
  readonly form: string;
  readonly tf: Tfjs;
  /** The live parameters, for the optimiser. */
  readonly parameters: KeptVector;
  /** The live gradients, for the optimiser. */
  readonly gradients: KeptVector;

  constructor(tf: Tfjs, initial: Float32Array, tensors: readonly TensorSpec[]) {
    this.parameterCount = initial.length;
    this.tensors = tensors;
    this.form = tensorForm(tensors);
    this.tf = tf;
    this.parameters = new KeptVector(tf, this, initial.length);
    this.gradients = new KeptVector(tf, this, initial.length);
    this.parameters.write(initial);
  }

  readParameters(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the parameters', 'parameterCount');
    this.parameters.read(target);
    return target;
  }

  writeParameters(source: Float32Array): void {
    checkLength(source, this.parameterCount, 'The parameters', 'parameterCount');
    this.parameters.write(source);
  }

  readGradients(target = new Float32Array(this.parameterCount)): Float32Array {
    checkLength(target, this.parameterCount, 'The target of the gradients', 'parameterCount');
    this.gradients.read(target);
    return target;
  }

  polyakUpdate(source: Trainable, tau: number): void {
    checkTau(tau);
    if (!(source instanceof TfjsTrainable) || source.tf !== this.tf || source.form !== this.form) {
      throw foreignNetwork('tfjs', 'A Polyak update');
    }
    const { tf, parameters } = this;
    const moving = source.parameters.tensor;
    parameters.set(tf.tidy(() => tf.add(tf.mul(parameters.tensor, 1 - tau), tf.mul(moving, tau))));
  }
}
