import type { Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../network.ts';
import type { Tfjs } from './tfjs.ts';

/** An activation y(z) and its derivative. */
export interface TfjsActivation {
  activate(tf: Tfjs, z: Tensor): Tensor;
  /** `gradient` · y′. */
  multiplyByDerivative(tf: Tfjs, gradient: Tensor, z: Tensor, y: Tensor): Tensor;
}

/** Slope of the leaky ReLU below zero, PyTorch's default. */
const LEAKY_SLOPE = 0.01;

export const TFJS_ACTIVATIONS: Record<Activation, TfjsActivation> = {
  tanh: {
    activate: (tf, z) => tf.tanh(z),
    multiplyByDerivative: (tf, gradient, _, y) => tf.mul(gradient, tf.sub(1, tf.square(y))),
  },
  relu: {
    activate: (tf, z) => tf.relu(z),
    multiplyByDerivative: (tf, gradient, _, y) => tf.mul(gradient, tf.step(y)),
  },
  leakyRelu: {
    activate: (tf, z) => tf.leakyRelu(z, LEAKY_SLOPE),
    multiplyByDerivative: (tf, gradient, _, y) => tf.mul(gradient, tf.step(y, LEAKY_SLOPE)),
  },
  elu: {
    // `tf.elu` is eᶻ − 1 on some backends, which loses what is near zero.
    activate: (tf, z) => tf.where(tf.lessEqual(z, 0), tf.expm1(z), z),
    // Below zero y = eᶻ − 1, so that y′ = y + 1.
    multiplyByDerivative: (tf, gradient, _, y) => tf.mul(gradient, tf.add(tf.minimum(y, 0), 1)),
  },
  silu: {
    activate: (tf, z) => tf.mul(z, tf.sigmoid(z)),
    multiplyByDerivative(tf, gradient, z, y) {
      const sigmoid = tf.sigmoid(z);
      return tf.mul(gradient, tf.add(sigmoid, tf.mul(y, tf.sub(1, sigmoid))));
    },
  },
  identity: {
    activate: (_, z) => z,
    multiplyByDerivative: (_, gradient) => gradient,
  },
};
