import type { Activation } from '../network.ts';
import { expm1 } from './expm1.ts';

/** An activation with the bias fused in, over rows of a row-major `[rows, biases.length]` array, in place. */
export interface JsActivation {
  /** Whether `activate` fills `derivatives`, because the output alone does not tell the derivative. */
  readonly storesDerivative: boolean;
  /** `z ← act(z + bias)` in the rows `from` to `to`. */
  activate(z: Float32Array, biases: Float32Array, from: number, to: number, derivatives: Float32Array): void;
  /**
   * `gradient ← gradient · act'(z)`, of the elements `from` to `to`, from the output `y = act(z)` or the stored
   * derivatives.
   */
  multiplyByDerivative(
    gradient: Float32Array,
    y: Float32Array,
    derivatives: Float32Array,
    from: number,
    to: number,
  ): void;
}

/** PyTorch's default for `LeakyReLU`. */
const LEAKY_SLOPE = 0.01;

export const JS_ACTIVATIONS: Readonly<Record<Activation, JsActivation>> = {
  tanh: {
    storesDerivative: false,
    activate(z, biases, from, to) {
      const columns = biases.length;
      for (let row = from, i = from * columns; row < to; row++) {
        for (let j = 0; j < columns; j++, i++) z[i] = rationalTanh(z[i] + biases[j]);
      }
    },
    multiplyByDerivative(gradient, y, _, from, to) {
      for (let i = from; i < to; i++) gradient[i] *= 1 - y[i] * y[i];
    },
  },
  // quality-ignore duplicates -- each loop stands by itself: one that took its formula as a function would call it per element
  relu: {
    storesDerivative: false,
    activate(z, biases, from, to) {
      const columns = biases.length;
      for (let row = from, i = from * columns; row < to; row++) {
        for (let j = 0; j < columns; j++, i++) {
          const sum = z[i] + biases[j];
          // Written so that NaN stays NaN.
          z[i] = sum <= 0 ? 0 : sum;
        }
      }
    },
    multiplyByDerivative(gradient, y, _, from, to) {
      for (let i = from; i < to; i++) if (y[i] <= 0) gradient[i] = 0;
    },
  },
  leakyRelu: {
    storesDerivative: false,
    activate(z, biases, from, to) {
      const columns = biases.length;
      for (let row = from, i = from * columns; row < to; row++) {
        for (let j = 0; j < columns; j++, i++) {
          const sum = z[i] + biases[j];
          z[i] = sum <= 0 ? sum * LEAKY_SLOPE : sum;
        }
      }
    },
    multiplyByDerivative(gradient, y, _, from, to) {
      for (let i = from; i < to; i++) if (y[i] <= 0) gradient[i] *= LEAKY_SLOPE;
    },
  },
  elu: {
    storesDerivative: false,
    activate(z, biases, from, to) {
      const columns = biases.length;
      for (let row = from, i = from * columns; row < to; row++) {
        for (let j = 0; j < columns; j++, i++) {
          const sum = z[i] + biases[j];
          z[i] = sum <= 0 ? expm1(sum) : sum;
        }
      }
    },
    multiplyByDerivative(gradient, y, _, from, to) {
      // Below zero y = eᶻ − 1, so that y′ = y + 1.
      for (let i = from; i < to; i++) if (y[i] <= 0) gradient[i] *= y[i] + 1;
    },
  },
  silu: {
    storesDerivative: true,
    activate(z, biases, from, to, derivatives) {
      const columns = biases.length;
      for (let row = from, i = from * columns; row < to; row++) {
        for (let j = 0; j < columns; j++, i++) {
          const sum = z[i] + biases[j];
          const sigmoid = 1 / (2 + expm1(-sum));
          // What σ has left beyond −88 must not meet a larger factor.
          const y = (sum < -88 ? -88 : sum) * sigmoid;
          z[i] = y;
          derivatives[i] = sigmoid + y * (1 - sigmoid);
        }
      }
    },
    multiplyByDerivative(gradient, _, derivatives, from, to) {
      for (let i = from; i < to; i++) gradient[i] *= derivatives[i];
    },
  },
  identity: {
    storesDerivative: false,
    activate(z, biases, from, to) {
      const columns = biases.length;
      for (let row = from, i = from * columns; row < to; row++) {
        for (let j = 0; j < columns; j++, i++) z[i] += biases[j];
      }
    },
    multiplyByDerivative() {
      // The derivative is 1.
    },
  },
};

/**
 * The rational 13/6 approximation of tanh that Eigen has (`generic_fast_tanh_float`), in double precision. Rounded to
 * float32 its greatest error is 2.4e-7, absolute and relative; it never decreases and stays inside (−1, 1). Several times
 * faster than `Math.tanh`, and equal in every JavaScript engine, which `Math.tanh` need not be.
 */
export function rationalTanh(x: number): number {
  const z = x > TANH_BOUND ? TANH_BOUND : x < -TANH_BOUND ? -TANH_BOUND : x;
  const s = z * z;
  const numerator =
    z *
    (4.89352455891786e-3 +
      s *
        (6.37261928875436e-4 +
          s *
            (1.48572235717979e-5 +
              s *
                (5.12229709037114e-8 +
                  s * (-8.60467152213735e-11 + s * (2.00018790482477e-13 + s * -2.76076847742355e-16))))));
  const denominator =
    4.89352518554385e-3 + s * (2.268434632439e-3 + s * (1.18534705686654e-4 + s * 1.19825839466702e-6));
  return numerator / denominator;
}

/** Beyond this the approximation is constant; Eigen's bound. */
const TANH_BOUND = 7.905311107635498;
