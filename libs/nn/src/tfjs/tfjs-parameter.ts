import { checkLength, checkParameterValues } from '../check-length.ts';
import type { Parameter } from '../network.ts';
import { TfjsTrainable } from './tfjs-trainable.ts';
import type { Tfjs } from './tfjs.ts';

/** The free vector of the `tfjs` engine. */
export class TfjsParameter extends TfjsTrainable implements Parameter {
  constructor(tf: Tfjs, name: string, values: Float32Array) {
    checkParameterValues(name, values);
    super(tf, values, [{ name, shape: [values.length] }]);
  }

  writeGradients(source: Float32Array): void {
    checkLength(source, this.parameterCount, 'The gradients', 'parameterCount');
    this.gradients.write(source);
  }
}
