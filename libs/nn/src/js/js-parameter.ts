import { checkLength, checkParameterValues } from '../check-length.ts';
import type { Parameter } from '../network.ts';
import { JsTrainable } from './js-trainable.ts';

/** The free vector of the `js` engine. */
export class JsParameter extends JsTrainable implements Parameter {
  constructor(name: string, values: Float32Array) {
    checkParameterValues(name, values);
    super(values.slice(), [{ name, shape: [values.length] }]);
  }

  writeGradients(source: Float32Array): void {
    checkLength(source, this.parameterCount, 'The gradients', 'parameterCount');
    this.gradients.set(source);
  }
}
